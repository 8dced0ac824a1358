/**
 * From the machines of a program to a viewer elsewhere, over a WebSocket.
 *
 * Whatever becomes of the viewer, the program goes on: nothing waits for it, nothing is kept for it without a
 * limit, and nothing that belongs to it keeps the process alive.
 */
import { misuse } from '../locks/errors.ts';
import type { InspectionObserver } from '../locks/inspection.ts';
import { Connector } from './connector.ts';
import { platformSockets, type WebSocketClass } from './web-socket.ts';

export interface InspectorOptions {
  /** Where the viewer is: what `lockchart inspect` prints, with its token; `http:` will do for `ws:`. */
  readonly url: string | URL;
  /** What the viewer calls this program; the name of its file unless given. */
  readonly title?: string | undefined;
  /**
   * How much is kept at most while the viewer is not there, or slow: characters of messages, 4 million unless
   * given. The oldest go first, and the viewer is told how many.
   */
  readonly buffer?: number | undefined;
  /**
   * The class of WebSockets to use. Unless given: in Node that of the package `ws`, which must be installed,
   * elsewhere the platform's own. One that is given may keep the process alive.
   */
  readonly WebSocket?: WebSocketClass | undefined;
  /**
   * Told once when the viewer cannot be reached, and once more each time it is lost; `console.warn` unless
   * given. It is tried again in any case.
   */
  readonly warn?: ((message: string) => void) | undefined;
}

/** A program's line to its viewer. */
export interface Inspector extends AsyncDisposable, Disposable {
  /** Give it as the option `inspect` of locks, sets and managers, and of XState's `createActor`. */
  readonly inspect: InspectionObserver;
  /** Whether the viewer is there now. */
  readonly isConnected: boolean;
  /** How many messages were lost so far, because nobody took them in time. */
  readonly dropped: number;
  /**
   * Ends it for good: sends what is left if the viewer takes it within a second, and tells nothing more. Once
   * it is closed `inspect` does nothing. `await using` does the same.
   */
  readonly close: () => Promise<void>;
}

/**
 * Sends what it is told to a viewer, such as the page that `lockchart inspect` serves, for as long as both
 * live. The viewer may come later, go, and come again: it is tried again and again, every five seconds at
 * last, and each time it is told of every machine that lives. The program never waits for it, and may end
 * while it is connected; what was not sent by then is not seen, unless the program closes it.
 *
 * Messages are written out at once. What a message takes that is lost on the way when a connection breaks is
 * not counted.
 *
 * @throws {LockUsageError} `invalid-argument`: no URL of a viewer; no WebSockets (in Node: no package `ws`).
 *
 * @example
 * ```ts
 * import { SharedLock } from 'lockchart';
 * import { connectInspector } from 'lockchart/inspect';
 *
 * await using inspector = connectInspector({ url: 'ws://127.0.0.1:9315/', warn: () => {} });
 * const lock = new SharedLock('config', { inspect: inspector.inspect });
 * await lock.run('shared', () => console.log('it goes on, viewer or not')); // it goes on, viewer or not
 * ```
 */
export function connectInspector(options: InspectorOptions): Inspector {
  const { url, title = titleOfProgram(), buffer = 4_000_000, WebSocket, warn } = options;
  const address = addressOf(url);
  if (!(typeof buffer === 'number' && buffer >= 0)) {
    throw misuse('buffer is a number of characters, 0 or more.');
  }
  const open = WebSocket === undefined ? platformSockets() : (to: string) => new WebSocket(to);
  return new Connector({
    open: () => open(address.href),
    // Without the token, which is nobody's business.
    place: address.host,
    title,
    buffer,
    warn: warn ?? ((message) => console.warn(message)),
  });
}

function addressOf(url: string | URL): URL {
  const address = URL.canParse(String(url)) ? new URL(url) : undefined;
  // A page is served where its messages are taken.
  if (address !== undefined) address.protocol = address.protocol.replace('http', 'ws');
  if (address === undefined || !/^wss?:$/.test(address.protocol)) {
    throw misuse("url is that of a viewer, such as 'ws://127.0.0.1:9315/?token=…'.");
  }
  address.hash = '';
  return address;
}

function titleOfProgram(): string {
  const file = globalThis.process?.argv?.[1];
  return file?.split(/[/\\]/).at(-1) ?? 'lockchart';
}
