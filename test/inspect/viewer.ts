/**
 * A viewer for tests: takes the messages of programs over a real WebSocket, can be slow, go, and come back.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { onTestFinished, vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';

export interface Message {
  readonly type: string;
  readonly sessionId: string;
  readonly [field: string]: unknown;
}

export class Viewer {
  /** In order, over all connections. */
  readonly messages: Message[] = [];
  readonly #server: WebSocketServer;
  #port = 0;

  private constructor(server: WebSocketServer) {
    this.#server = server;
    server.on('connection', (socket) => {
      socket.on('message', (text) => this.messages.push(JSON.parse(String(text)) as Message));
    });
  }

  /** `port`: any that is free unless given. */
  static async open(port = 0): Promise<Viewer> {
    const server = new WebSocketServer({ host: '127.0.0.1', port });
    await once(server, 'listening');
    const viewer = new Viewer(server);
    viewer.#port = (server.address() as AddressInfo).port;
    onTestFinished(() => viewer.close());
    return viewer;
  }

  get port(): number {
    return this.#port;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.#port}/?token=t`;
  }

  get sockets(): readonly WebSocket[] {
    return [...this.#server.clients];
  }

  /** Resolves when enough has come. */
  async until(isEnough: (messages: readonly Message[]) => boolean): Promise<readonly Message[]> {
    await vi.waitFor(() => {
      if (isEnough(this.messages)) return;
      const { length } = this.messages;
      throw new Error(`only ${length} have come, the last ${JSON.stringify(this.messages.slice(-3))}`);
    }, 20_000);
    return this.messages;
  }

  get types(): string[] {
    return this.messages.map(({ type }) => type);
  }

  of(type: string): Message[] {
    return this.messages.filter((message) => message.type === type);
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.terminate();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
