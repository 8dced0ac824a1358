/** The token of the inspector: one that is given, and what is said of a wrong one. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { startInspectorServer } from '../../src/cli/inspect/server.ts';
import { connectInspector } from '../../src/inspect.ts';
import { lockchart } from '../cli/kit.ts';

async function serve(token: string, port = 0) {
  const server = await startInspectorServer('the page', port, token);
  onTestFinished(() => server.close());
  return server;
}

function connect(url: string) {
  const warnings: string[] = [];
  const inspector = connectInspector({ url, warn: (text) => warnings.push(text) });
  onTestFinished(() => inspector.close());
  return { inspector, warnings };
}

test('a token that is given is in the URL, and lets programs in', async () => {
  const { url } = await serve('a-word-of-mine');
  expect(url).toMatch(/\?token=a-word-of-mine$/);
  const { inspector, warnings } = connect(url);
  await expect.poll(() => inspector.isConnected).toBe(true);
  expect(warnings).toEqual([]);
});

test.each(['/', '/?token=another-word'])(
  'a program with %s is told that the token is wrong',
  async (path) => {
    const { port } = await serve('a-word-of-mine');
    const { warnings } = connect(`http://127.0.0.1:${port}${path}`);
    await expect.poll(() => warnings.join()).toContain('the token in the URL is missing or wrong');
  },
);

describe('lockchart inspect --token', () => {
  test.each(['short', 'with space', 'käse-und-brot', ''])('refuses %j', async (token) => {
    const { code, stderr } = await lockchart(['inspect', '--no-open', '--token', token]);
    expect(code).toBe(2);
    expect(stderr).toContain('8 or more');
  });
});
