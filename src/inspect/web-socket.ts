/**
 * The WebSockets of the platform, in such a way that they keep no process alive.
 */
import { misuse } from '../locks/errors.ts';

/** As much of a WebSocket as is needed here. */
export interface AnyWebSocket {
  /** 1 when it is open. */
  readonly readyState: number;
  /** Bytes that were sent, and are still in memory. */
  readonly bufferedAmount: number;
  addEventListener(
    type: 'open' | 'close' | 'error',
    listener: (event: { readonly message?: unknown }) => void,
  ): void;
  send(text: string): void;
  close(): void;
  /** Of the package `ws`: ends at once. */
  terminate?(): void;
}

/** A class of WebSockets: a platform's own, or that of the package `ws`. */
export type WebSocketClass = new (url: string) => AnyWebSocket;

/** What the package `ws` says, and what that means here. */
export const REFUSALS: Readonly<Record<string, string>> = {
  'Unexpected server response: 403': 'the token in the URL is missing or wrong',
};

/** As much of the package `ws`. */
type NodeSocket = new (
  url: string,
  options: {
    readonly createConnection: (options: object) => object;
    readonly handshakeTimeout: number;
    readonly perMessageDeflate: boolean;
  },
) => AnyWebSocket;

/**
 * How to open one: in Node of the package `ws`, because Node's own cannot be told to keep no process alive.
 *
 * @throws {LockUsageError} `invalid-argument` where there are none.
 */
export function platformSockets(): (url: string) => AnyWebSocket {
  const { getBuiltinModule } = (globalThis.process ?? {}) as Partial<NodeJS.Process>;
  if (getBuiltinModule === undefined) {
    const Socket = Reflect.get(globalThis, 'WebSocket') as WebSocketClass | undefined;
    if (Socket === undefined) throw misuse('There are no WebSockets here; give the option WebSocket.');
    return (url) => new Socket(url);
  }
  const Socket = packageWs(getBuiltinModule('node:module').createRequire(import.meta.url));
  return (url) => {
    const from = getBuiltinModule(url.startsWith('wss:') ? 'node:tls' : 'node:net');
    const connect = from.connect as (options: object) => { unref(): object };
    // A path would be that of a local socket.
    const createConnection = (options: object): object => connect({ ...options, path: undefined }).unref();
    return new Socket(url, { createConnection, handshakeTimeout: 5_000, perMessageDeflate: false });
  };
}

function packageWs(require: NodeJS.Require): NodeSocket {
  try {
    return (require('ws') as { readonly WebSocket: NodeSocket }).WebSocket;
  } catch (error) {
    const advice = "In Node connectInspector needs the package 'ws': npm install ws.";
    throw Object.assign(misuse(advice), { cause: error });
  }
}
