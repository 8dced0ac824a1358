/**
 * Ours, on both engines, and inspected. Each gets a copy of the package to itself, as in a program that does
 * one of that: in one copy, what V8 learns of the one would slow down the other.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type * as Main from '../../src/index.node.ts';
import type * as Inspect from '../../src/inspect.ts';
import type * as Machines from '../../src/machines.ts';
import {
  type Contender,
  cancelledCrowd,
  crowd,
  doNothing,
  GIVEN_UP,
  TIMEOUT,
  type Trial,
} from './contender.ts';
import { lockSetRows, singleLocks } from './lock-sets.ts';
import { lockManagers, lockSets, type MembersContender, singleLocksInMap } from './members.ts';

type SharedLock = Main.SharedLock;

/** The pair itself, beside `run`, which cannot be had for less than that and what it runs. */
export const PAIR = 'lockchart, acquire and release';

/** What is measured: the package as it is built and published, or its sources through tsx. */
export type Build = 'dist' | 'source';

export interface Engines {
  readonly main: typeof Main;
  readonly compiled: Contender;
  readonly xstate: Contender;
  /** `lockchart/inspect` is loaded and nobody inspects; and somebody does, who looks at nothing. */
  readonly inspection: readonly Contender[];
  /** What programs do that have single locks only. */
  readonly others: readonly Contender[];
  /** The last of them are the single locks. */
  readonly members: readonly MembersContender[];
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const FILES = {
  dist: {
    folders: ['dist'],
    main: 'dist/index.node.js',
    machines: 'dist/machines.js',
    inspect: 'dist/inspect.js',
  },
  source: {
    folders: ['src', 'models'],
    main: 'src/index.node.ts',
    machines: 'src/machines.ts',
    inspect: 'src/inspect.ts',
  },
} as const;

/** The main entry, from the root of the project. */
export const mainFile = (build: Build): string => FILES[build].main;

/** The file that a build lacks, if it does. */
export function missingFile(build: Build): string | undefined {
  const { main, machines, inspect } = FILES[build];
  return [main, machines, inspect].find((file) => !existsSync(resolve(ROOT, file)));
}

export async function loadEngines(build: Build): Promise<Engines> {
  const { main, machines, inspect } = FILES[build];
  const ours = (await import(pathToFileURL(resolve(ROOT, main)).href)) as typeof Main;
  const [other, { xstateEngine }] = await loadCopy<[typeof Main, typeof Machines]>(build, main, machines);
  const [loaded] = await loadCopy<[typeof Main, typeof Inspect]>(build, main, inspect);
  const [watched] = await loadCopy<[typeof Main, typeof Inspect]>(build, main, inspect);
  const [sets] = await loadCopy<[typeof Main]>(build, main);
  const compiled = contender('lockchart', () => new ours.SharedLock('bench'));
  const slow = 'lockchart, xstate engine';
  const xstate = contender(slow, () => new other.SharedLock('bench', { engine: xstateEngine }));
  return {
    main: ours,
    compiled: { ...compiled, ...lockSetRows(sets, {}) },
    xstate: { ...xstate, ...lockSetRows(other, { engine: xstateEngine }) },
    inspection: [
      contender('lockchart, inspection loaded', () => new loaded.SharedLock('bench')),
      contender('lockchart, inspected', () => new watched.SharedLock('bench', { inspect: doNothing })),
    ].map(
      ({ name, exclusive, shared, try: tries }) => ({ name, exclusive, shared, try: tries }) as Contender,
    ),
    others: [{ name: PAIR, run: () => acquired(new ours.SharedLock('bench')) }, ...singleLocks(ours)],
    members: [
      lockSets('LockSet', ours, {}),
      { ...lockSets('LockSet, names in random order', ours, {}), isShuffled: true },
      lockManagers('LockManager, one level', ours),
      lockSets('LockSet, xstate engine', other, { engine: xstateEngine }, 1_000),
      singleLocksInMap('SharedLocks in a Map', ours),
    ],
  };
}

/** These files of a copy that nothing else has loaded. */
async function loadCopy<Modules extends readonly object[]>(
  build: Build,
  ...files: readonly string[]
): Promise<Modules> {
  // In the tree, so that it finds the same xstate; gone again as soon as it is loaded.
  const cache = resolve(ROOT, '.cache');
  mkdirSync(cache, { recursive: true });
  const copy = mkdtempSync(join(cache, 'bench-'));
  try {
    for (const folder of FILES[build].folders) {
      cpSync(resolve(ROOT, folder), join(copy, folder), { recursive: true });
    }
    const modules = await Promise.all(files.map((file) => import(pathToFileURL(join(copy, file)).href)));
    return modules as unknown as Modules;
  } catch (error) {
    throw new Error(`cannot load ${relative(process.cwd(), copy)}`, { cause: error });
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function contender(name: string, make: () => SharedLock): Contender {
  return {
    name,
    exclusive: () => acquired(make()),
    shared() {
      const lock = make();
      return {
        async work(times) {
          for (let time = 0; time < times; time += 1) {
            const hold = await lock.acquire('shared');
            hold.release();
          }
        },
      };
    },
    try() {
      const lock = make();
      return {
        work(times) {
          for (let time = 0; time < times; time += 1) lock.tryAcquire()?.release();
        },
      };
    },
    run() {
      const lock = make();
      return {
        async work(times) {
          for (let time = 0; time < times; time += 1) await lock.run('exclusive', doNothing);
        },
      };
    },
    handoff(waiters) {
      const lock = make();
      return crowd(waiters, holdOf(lock), async () => {
        const hold = await lock.acquire();
        hold.release();
      });
    },
    timeout() {
      const lock = make();
      return {
        async work(times) {
          for (let time = 0; time < times; time += 1) {
            const hold = await lock.acquire({ timeout: TIMEOUT });
            hold.release();
          }
        },
      };
    },
    timeouts(waiters) {
      const lock = make();
      return crowd(waiters, holdOf(lock), async () => {
        const hold = await lock.acquire({ timeout: TIMEOUT });
        hold.release();
      });
    },
    mixed(waiters, writerEvery) {
      const lock = make();
      return crowd(waiters, holdOf(lock), async (number) => {
        const hold = await lock.acquire((number + 1) % writerEvery === 0 ? 'exclusive' : 'shared');
        hold.release();
      });
    },
    cancel(waiters, victims) {
      const lock = make();
      return cancelledCrowd(waiters, victims, holdOf(lock), async (signal, tally) => {
        try {
          const hold = await lock.acquire({ signal });
          hold.release();
          tally.served += 1;
        } catch (error) {
          if (error !== GIVEN_UP) throw error;
          tally.cancelled += 1;
        }
      });
    },
    idle: make,
    waiting() {
      const lock = make();
      void lock.acquire();
      return () => lock.acquire();
    },
  };
}

function acquired(lock: SharedLock): Trial {
  return {
    async work(times) {
      for (let time = 0; time < times; time += 1) {
        const hold = await lock.acquire();
        hold.release();
      }
    },
  };
}

const holdOf = (lock: SharedLock) => async (): Promise<() => void> => {
  const hold = await lock.acquire();
  return () => hold.release();
};
