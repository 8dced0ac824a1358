/**
 * The inspector's server, on 127.0.0.1 and nowhere else: one page, what processes say, and what pages are
 * told. Whoever is refused is told why, and nothing else (./access.ts).
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Access, locationOf, newToken, refusalOf } from './access.ts';
import { Hub } from './hub.ts';

export interface InspectorServer {
  /** Of the page, and for `connectInspector`. */
  readonly url: string;
  readonly port: number;
  readonly hub: Hub;
  /** Passes on what is left, and ends every connection: who does not take it in time is cut off. */
  close(patience?: number): Promise<void>;
}

/** Where a page is told what processes say. */
export const VIEW_PATH = '/view';

/** Bytes of one message. */
const MOST_BYTES = 64 * 1024 * 1024;
const HOST = '127.0.0.1';

/**
 * `page`: its text, where `__NONCE__` stands for a number used once. `port` 0 is any that is free.
 * `token`: what everybody has to know; random unless given.
 *
 * @throws what `listen` says, such as `EADDRINUSE`.
 */
export async function startInspectorServer(
  page: string,
  port = 0,
  token = newToken(),
): Promise<InspectorServer> {
  const hub = new Hub();
  const http = createServer((request, response) => answer(request, response, { page, access: access() }));
  const access = (): Access => ({ port: (http.address() as AddressInfo).port, token });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_BYTES });
  http.on('upgrade', (request, socket, head) => {
    const refusal = refusalOf(request, access());
    const { pathname } = locationOf(request.url);
    if (refusal !== undefined) refuse(socket, 403, refusal);
    else if (pathname === '/') sockets.handleUpgrade(request, socket, head, (of) => listenTo(of, hub));
    else if (pathname === VIEW_PATH) sockets.handleUpgrade(request, socket, head, (of) => tell(of, hub));
    else refuse(socket, 404, 'There is nothing here.');
  });
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject).listen(port, HOST, resolve);
  });
  return {
    url: `http://${HOST}:${access().port}/?token=${token}`,
    port: access().port,
    hub,
    close: async (patience = 2_000) => {
      hub.flush();
      const closed = [...sockets.clients].map((socket) => closeSocket(socket, patience));
      http.close();
      await Promise.all(closed);
      http.closeAllConnections();
    },
  };
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { page, access }: { readonly page: string; readonly access: Access },
): void {
  const refusal = refusalOf(request, access);
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  if (refusal !== undefined) response.writeHead(403, PLAIN).end(`${refusal}\n`);
  else if (!isRead)
    response.writeHead(405, { ...PLAIN, Allow: 'GET, HEAD' }).end('It is for looking only.\n');
  else if (locationOf(request.url).pathname !== '/') response.writeHead(404, PLAIN).end('Not here.\n');
  else {
    const nonce = randomBytes(16).toString('base64');
    response.setHeader('Content-Security-Policy', policy(nonce, access.port));
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(page.replaceAll('__NONCE__', nonce));
  }
}

const PLAIN = { 'Content-Type': 'text/plain; charset=utf-8' };

/** Runs what came with it, talks to this server, and stands in frames of this machine only. */
function policy(nonce: string, port: number): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    `connect-src 'self' ws://127.0.0.1:${port} ws://localhost:${port}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    'frame-ancestors http://127.0.0.1:* http://localhost:*',
  ].join('; ');
}

/** A process that inspects. What it says and nobody can read ends the connection, and nothing else. */
function listenTo(socket: WebSocket, hub: Hub): void {
  const line = hub.open();
  socket.on('message', (data) => {
    try {
      line.receive(String(data));
    } catch (error) {
      socket.close(1007, `no message of the protocol: ${String(error)}`.slice(0, 100));
    }
  });
  // What was wrong is known to who sent it; the connection ends.
  socket.on('error', () => socket.terminate());
  socket.on('close', () => line.end());
}

/** A page. It is for looking: whoever says something is no page of ours. */
function tell(socket: WebSocket, hub: Hub): void {
  const leave = hub.join({
    get waiting() {
      return socket.bufferedAmount;
    },
    send: (frame) => socket.send(frame),
  });
  socket.on('message', () => socket.close(1008, 'a page says nothing'));
  socket.on('error', () => socket.terminate());
  socket.on('close', leave);
}

/** `patience`: milliseconds for an answer. */
function closeSocket(socket: WebSocket, patience: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => socket.terminate(), patience);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.close(1001, 'the inspector has ended');
  });
}

function refuse(socket: Duplex, status: number, why: string): void {
  // Who is refused may be gone already.
  socket.on('error', () => socket.destroy());
  const reason = status === 403 ? 'Forbidden' : 'Not Found';
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n${why}\n`,
  );
}
