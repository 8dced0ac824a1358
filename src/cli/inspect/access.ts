/**
 * Who may talk to the inspector: this machine only, under its own names, and whoever knows the token.
 *
 * The server listens on 127.0.0.1, but every web page that a browser shows can send requests there: under a
 * name of its own that points here (so the Host is checked), or across origins (so is the Origin). What no
 * page knows is the token, which is in the URL that the command prints.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface Access {
  readonly port: number;
  readonly token: string;
}

export const newToken = (): string => randomBytes(16).toString('hex');

/** Why a request is refused; undefined when it is not. */
export function refusalOf({ url, headers }: IncomingMessage, { port, token }: Access): string | undefined {
  const names = ['127.0.0.1', 'localhost'].flatMap((name) => [
    `${name}:${port}`,
    ...(port === 80 ? [name] : []),
  ]);
  const { host = '', origin } = headers;
  if (!names.includes(host)) return 'This is not the name of the inspector: use 127.0.0.1 or localhost.';
  if (origin !== undefined && !names.some((name) => origin === `http://${name}`)) {
    return 'Pages of other origins may not talk to the inspector.';
  }
  const given = locationOf(url).searchParams.get('token') ?? '';
  if (!isSame(given, token)) return 'The token is missing or wrong: open the URL that the command printed.';
  return undefined;
}

/** Of a request's target, which lacks the beginning. */
export function locationOf(target: string | undefined): URL {
  const base = 'http://inspector';
  return URL.canParse(target ?? '', base) ? new URL(target ?? '', base) : new URL(base);
}

/** In a time that says nothing about where they differ. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
