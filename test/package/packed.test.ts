/**
 * The packed tarball, installed into an empty project: what a user gets, and nothing that they did not ask
 * for.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeOwnLock } from './own-lock.ts';
import { describeVerify } from './verify.ts';

const project = mkdtempSync(join(tmpdir(), 'lockchart-packed-'));
const installed = join(project, 'node_modules', 'lockchart');
let tarball = '';

beforeAll(() => {
  execFileSync('npm', ['run', 'build'], { stdio: 'pipe' });
  const [{ filename }] = JSON.parse(
    execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', project], {
      encoding: 'utf8',
      stdio: 'pipe',
    }),
  ) as [{ filename: string }];
  tarball = join(project, filename);
  writeFileSync(
    join(project, 'package.json'),
    JSON.stringify({ name: 'empty', type: 'module', private: true }),
  );
  execFileSync('npm', ['install', '--offline', '--no-audit', tarball], {
    cwd: project,
    stdio: 'pipe',
  });
}, 120_000);

afterAll(() => rmSync(project, { recursive: true, force: true }));

describe('the packed tarball in an empty project', () => {
  test('depends on nothing', () => {
    const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    expect(manifest['dependencies']).toBeUndefined();
    expect(execFileSync('ls', [join(project, 'node_modules')], { encoding: 'utf8' }).trim()).toBe(
      'lockchart',
    );
  });

  test('gives a lock that works, with ambient owners in Node', () => {
    const out = node(`
      import { SharedLock, withOwner } from 'lockchart';
      const lock = new SharedLock('packed');
      await withOwner('ann', () => lock.run('shared', (hold) => console.log(hold.owner, String(lock))));
    `);
    expect(out.trim()).toBe("ann SharedLock 'packed' shared:ann");
  });

  test('can be required, too', () => {
    const code = "const { SharedLock } = require('lockchart'); console.log(String(new SharedLock('x')))";
    expect(node(code, 'commonjs').trim()).toBe("SharedLock 'x' free");
  });

  test.each(['index.js', 'index.node.js'])(
    'loads no xstate with %s, and only the one for Node loads node:',
    (entry) => {
      const texts = reachable(join(installed, 'dist', entry));
      expect(texts.join('\n')).not.toMatch(/xstate/i);
      expect(texts.some((text) => /from\s*["']node:/.test(text))).toBe(entry === 'index.node.js');
    },
  );

  test('inspects without xstate, and says what is missing to reach a viewer', () => {
    const out = node(`
      import { SharedLock } from 'lockchart';
      import { connectInspector } from 'lockchart/inspect';
      const told = [];
      const lock = new SharedLock('packed', { inspect: (event) => told.push(event.type) });
      await lock.run('shared', () => {});
      console.log(told.length, told.at(-1));
      try { connectInspector({ url: 'ws://127.0.0.1:1/' }) } catch (error) { console.log(error.message) }
    `);
    expect(out.trim().split('\n')).toEqual([
      '12 @xstate.snapshot',
      "In Node connectInspector needs the package 'ws': npm install ws.",
    ]);
  });

  test('says what to do instead of withOwner where the condition is not node', () => {
    const out = node(
      `import * as all from '${join(installed, 'dist', 'index.js')}';
      console.log(Object.keys(all).sort().join());
      try { all.withOwner('ann', () => {}) } catch (error) { console.log(error.message) }`,
    );
    const [names = '', message] = out.trim().split('\n');
    expect(message).toMatch(/withOwner needs Node.*Give \{ owner \}/);
    expect(names.split(',')).toEqual(
      (
        'ALL ALL_SET BGL Condition LEVELS LEVELS_MOD LEVEL_NAMES LOCKSET_NAME LockError LockManager ' +
        'LockMonitor LockSet LockUsageError NAL SharedLock SingleNotifyCondition defaultMonitor ' +
        'formatLocks ganetiLevels synchronized withOwner'
      ).split(' '),
    );
  });

  test('has what its README links to, and what those pages link to', () => {
    const pages = ['README.md', 'examples/README.md', 'docs/architecture.md', 'docs/peer-bugs.md'];
    for (const page of pages) {
      const links = readFileSync(join(installed, page), 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g);
      const files = [...links].map(([, link = '']) => join(installed, page, '..', link));
      expect(files.filter((file) => !existsSync(file))).toEqual([]);
    }
  });

  test('says what is missing when the machines are imported without xstate', () => {
    expect(() => node(`import 'lockchart/machines'`)).toThrow(/xstate/);
  });

  test('says what is missing when a lock is checked without fast-check, which nothing else needs', () => {
    const out = node(`
      import { checkLock, VirtualClock } from 'lockchart/testing';
      const make = () => ({ acquire: async () => ({ release() {} }) });
      const [first] = checkLock({ name: 'any', make }, {});
      await first.run().catch((error) => console.log(new VirtualClock().now(), error.message));
    `);
    expect(out).toMatch(/^0 .*'fast-check'/);
    expect(() => node(`import 'lockchart/testing/arbitraries'`)).toThrow(/fast-check/);
  });

  test('has the command, and the example that it runs', () => {
    const bin = join(project, 'node_modules', '.bin', 'lockchart');
    const command = (...words: string[]) => execFileSync(bin, words, { encoding: 'utf8' });
    const help = command('--help');
    expect(help).toContain('run');
    const json = command('run', '--simulate', '--json');
    expect(JSON.parse(json)).toMatchObject({ jobs: { total: 9651 }, proof: { holds: true } });
    const page = join(project, 'timeline.html');
    const stress = join(installed, 'examples', 'mass-migration.jsonl');
    command('run', stress, '--simulate', '--timeline', page);
    expect(readFileSync(page, 'utf8')).toContain('InstanceMigrate-');
  });

  const moduleKinds = [
    { module: 'nodenext', lib: ['es2023', 'dom', 'esnext.disposable'] },
    // Nothing but what the types of the package bring themselves.
    { module: 'nodenext', lib: ['es2022', 'dom'] },
    { module: 'esnext', moduleResolution: 'bundler', lib: ['es2023', 'dom'] },
  ];

  test.each(moduleKinds)('has types that a strict user can compile, without those of Node: %o', (kind) => {
    const source = `
      import { SharedLock, type Hold, LockError, type LockEngine, withOwner } from 'lockchart';
      import { connectInspector, inspect, type InspectionEvent } from 'lockchart/inspect';
      import { checkLock, type LockCheck, VirtualClock } from 'lockchart/testing';
      const lock = new SharedLock('typed', { clock: new VirtualClock() });
      const hold: Hold = await lock.acquire({ mode: 'shared', timeout: 5 });
      export const text: string = await lock.run('shared', async () => 'x');
      export const owned: boolean = withOwner('ann', () => lock.isOwned());
      export const code = (e: unknown) => (LockError.is(e) ? e.code : undefined);
      export const engineName = (engine: LockEngine): string => engine.name;
      hold.release();
      const watched = new SharedLock('watched', { inspect: connectInspector({ url: 'ws://x' }).inspect });
      inspect(watched, (event: InspectionEvent) => console.log(event.rootId)).unsubscribe();
      const adapter = { name: 'own', make: () => ({ acquire: () => lock.acquire() }) };
      export const checks: readonly LockCheck[] = checkLock(adapter, { shared: true });
    `;
    writeFileSync(join(project, 'user.ts'), source);
    const compilerOptions = {
      strict: true,
      noEmit: true,
      target: 'es2022',
      types: [],
      skipLibCheck: false,
      ...kind,
    };
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['user.ts'] }));
    const { stdout } = spawnSync(resolve('node_modules/.bin/tsc'), ['-p', project], { encoding: 'utf8' });
    expect(stdout).toBe('');
  });

  test('shows in its types nothing that is not for its users', () => {
    const files = readdirSync(join(installed, 'dist'), { recursive: true, encoding: 'utf8' });
    const types = files.filter((file) => file.endsWith('.d.ts'));
    const text = types.map((file) => readFileSync(join(installed, 'dist', file), 'utf8')).join('\n');
    expect(text).not.toMatch(/\[send\]|\bKeeper\b|\bLiveMachine\b|@internal/);
    expect(text).toMatch(/declare class SetHold \{(?:(?!constructor)[\s\S])*?\n\}/);
  });
});

describeVerify(project, installed);
describeOwnLock(() => tarball);

function node(code: string, type: 'module' | 'commonjs' = 'module'): string {
  const words = [`--input-type=${type}`, '--no-warnings', '--eval', code];
  return execFileSync(process.execPath, words, { cwd: project, encoding: 'utf8', stdio: 'pipe' });
}

/** The texts of a module and of all that it imports from beside it. */
function reachable(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  const imports = [...text.matchAll(/from\s*["'](\.[^"']+)["']/g)].map(([, path = '']) =>
    join(file, '..', path),
  );
  return [text, ...imports.flatMap((path) => reachable(path, seen))];
}
