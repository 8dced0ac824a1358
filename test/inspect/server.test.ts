/** Who may talk to the inspector, and who is refused; and what a page that comes late or is slow is told. */
import { request } from 'node:http';
import { connect as dial } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { Hub } from '../../src/cli/inspect/hub.ts';
import { type InspectorServer, startInspectorServer } from '../../src/cli/inspect/server.ts';
import type { Frame } from '../../src/cli/inspect/viewer-protocol.ts';

let server: InspectorServer;
beforeEach(async () => {
  server = await startInspectorServer('<script nonce="__NONCE__"></script>');
});
afterEach(() => server.close());

interface Answer {
  readonly status: number | undefined;
  readonly text: string;
  readonly policy: string;
}

function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { port } = server;
    const asked = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      const policy = String(response.headers['content-security-policy'] ?? '');
      response.on('end', () => resolve({ status: response.statusCode, text, policy }));
    });
    asked.on('error', reject).end();
  });
}

/** Resolves to `open`, or to the status of the refusal. */
function connect(path: string, headers: Record<string, string> = {}): Promise<string | number | undefined> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers });
  return new Promise((resolve) => {
    socket.on('open', () => resolve('open'));
    socket.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode));
    socket.on('error', () => undefined);
  });
}

const tokenOf = (): string => new URL(server.url).search;
const own = (): string => `127.0.0.1:${server.port}`;

describe('the page', () => {
  test('is served under both names of this machine, with a policy that lets nothing else in', async () => {
    for (const host of [own(), `localhost:${server.port}`]) {
      const { status, text, policy } = await get(`/${tokenOf()}`, { host });
      expect(status).toBe(200);
      const [, nonce = 'none'] = /nonce="([^"]+)"/.exec(text) ?? [];
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain(`script-src 'nonce-${nonce}';`);
      const sockets = ['127.0.0.1', 'localhost'].map((name) => `ws://${name}:${server.port}`);
      expect(policy).toContain(`connect-src 'self' ${sockets.join(' ')};`);
      expect(policy).toMatch(/frame-ancestors http:\/\/127\.0\.0\.1:\* http:\/\/localhost:\*$/);
      expect(text).not.toContain('__NONCE__');
    }
    const [one, other] = [await get(`/${tokenOf()}`), await get(`/${tokenOf()}`)];
    expect(one.policy).not.toBe(other.policy);
  });

  test.each([
    ['no token', () => get('/'), 403],
    ['a wrong token', () => get(`/${tokenOf().slice(0, -1)}`), 403],
    ['a foreign host', () => get(`/${tokenOf()}`, { host: 'evil.example' }), 403],
    [
      'a foreign host with our port',
      () => get(`/${tokenOf()}`, { host: `evil.example:${server.port}` }),
      403,
    ],
    ['a host with another port', () => get(`/${tokenOf()}`, { host: '127.0.0.1:1' }), 403],
    ['a foreign origin', () => get(`/${tokenOf()}`, { origin: 'http://evil.example' }), 403],
    ['the origin of a file', () => get(`/${tokenOf()}`, { origin: 'null' }), 403],
    ['another method', () => get(`/${tokenOf()}`, {}, 'POST'), 405],
    ['another path', () => get(`/secret${tokenOf()}`), 404],
  ])('is refused to %s', async (_who, ask, status) => {
    const answer = await ask();
    expect(answer.status).toBe(status);
    expect(answer.text).not.toContain('script');
  });
});

describe.each(['/', '/view'])('a WebSocket to %s', (path) => {
  test('is opened with the token, from nowhere or from our own page', async () => {
    expect(await connect(`${path}${tokenOf()}`)).toBe('open');
    expect(await connect(`${path}${tokenOf()}`, { origin: `http://${own()}` })).toBe('open');
    expect(await connect(`${path}${tokenOf()}`, { origin: `http://localhost:${server.port}` })).toBe('open');
  });

  test('is refused otherwise', async () => {
    expect(await connect(path)).toBe(403);
    expect(await connect(`${path}?token=0`)).toBe(403);
    expect(await connect(path, { origin: `http://${own()}` })).toBe(403);
    expect(await connect(`${path}${tokenOf()}`, { origin: 'http://evil.example' })).toBe(403);
    expect(await connect(`${path}${tokenOf()}`, { host: 'evil.example' })).toBe(403);
    expect(await connect(`/other${tokenOf()}`)).toBe(404);
  });
});

test('no other address of this machine is listened to', async () => {
  const socket = dial(server.port, '127.0.0.2');
  const code = await new Promise((resolve) => {
    socket.on('connect', () => resolve('connected'));
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
  });
  socket.destroy();
  expect(code).toBe('ECONNREFUSED');
});

test('whoever is refused and gone at once does no harm', async () => {
  const head = `GET / HTTP/1.1\r\nHost: ${own()}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;
  for (let time = 0; time < 300; time += 1) {
    const socket = dial(server.port, '127.0.0.1').on('error', () => {});
    await new Promise<void>((resolve) => socket.write(head, () => resolve()));
    socket.resetAndDestroy();
  }
  expect((await get(`/${tokenOf()}`)).status).toBe(200);
});

describe('a connection is ended', () => {
  const closed = (path: string, said: string): Promise<number> => {
    const socket = new WebSocket(`ws://${own()}${path}${tokenOf()}`);
    socket.on('open', () => socket.send(said));
    return new Promise((resolve) => socket.on('close', resolve));
  };

  test('when a page says something: it is for looking', async () => {
    expect(await closed('/view', '{}')).toBe(1008);
  });

  test.each(['nonsense', '[]', '{}', 'null'])('when a process says %s', async (said) => {
    expect(await closed('/', said)).toBe(1007);
  });
});

test('what is nested too deep to be written again is told once, and no later page falls over it', () => {
  const hub = new Hub();
  const line = hub.open();
  const actor = { type: '@xstate.actor', sessionId: 'x:1', definition: '{}', snapshot: {} };
  line.receive(JSON.stringify(actor));
  const depth = 50_000;
  const context = `${'['.repeat(depth)}${']'.repeat(depth)}`;
  const snapshot = `{"status":"active","context":${context}}`;
  line.receive(`{"type":"@xstate.snapshot","sessionId":"x:1","snapshot":${snapshot}}`);
  const frames: string[] = [];
  hub.join({ waiting: 0, send: (frame) => frames.push(frame) });
  hub.flush();
  expect(frames.join()).not.toContain('x:1');
});

describe('the hub', () => {
  const actor = (id: string, value: string): string =>
    JSON.stringify({
      type: '@xstate.actor',
      sessionId: id,
      name: id,
      definition: '{"id":"light"}',
      snapshot: { status: 'active', value, context: { n: 1 } },
    });
  const snapshot = (id: string, status: string, value: string): string =>
    JSON.stringify({
      type: '@xstate.snapshot',
      sessionId: id,
      event: { type: 'go' },
      snapshot: { status, value },
    });

  test('tells who comes late how every machine is, each definition once, and nothing of those that ended', () => {
    const hub = new Hub();
    const line = hub.open();
    for (const id of ['a', 'b', 'c']) line.receive(actor(id, 'red'));
    line.receive(snapshot('b', 'active', 'green'));
    line.receive(snapshot('c', 'stopped', 'red'));
    const frames: Frame[] = [];
    hub.join({ waiting: 0, send: (text) => frames.push(JSON.parse(text) as Frame) });
    expect(frames).toHaveLength(1);
    expect(frames[0]?.definitions).toEqual({ 0: '{"id":"light"}' });
    expect(frames[0]?.messages).toMatchObject([
      { sessionId: 'a', definitionNumber: 0, snapshot: { value: 'red' } },
      { sessionId: 'b', definitionNumber: 0, snapshot: { value: 'green', context: { n: 1 } } },
    ]);
    line.end();
    expect(frames.at(-1)).toMatchObject({ process: 1, ended: true });
  });

  test('tells who falls behind how much it has lost, and how everything is then', () => {
    const hub = new Hub();
    const line = hub.open();
    line.receive(actor('a', 'red'));
    const frames: Frame[] = [];
    const outlet = { waiting: 0, send: (text: string) => frames.push(JSON.parse(text) as Frame) };
    hub.join(outlet);
    frames.length = 0;
    outlet.waiting = 100_000_000;
    for (let count = 0; count < 7; count += 1) line.receive(snapshot('a', 'active', `state ${count}`));
    hub.flush();
    expect(frames).toEqual([]);
    outlet.waiting = 0;
    hub.flush();
    expect(frames.flatMap(({ messages }) => messages)).toMatchObject([
      { type: '@xstate.actor', snapshot: { value: 'state 6' } },
      { type: 'lockchart.dropped', count: 7 },
    ]);
  });
});
