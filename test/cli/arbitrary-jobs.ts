/** Jobs over few names, so that they get in each other's way: all levels, modes and steps. */
import { fc } from '@fast-check/vitest';
import type { Job, Level, LockRequest, Step } from '../../src/cli/run/job.ts';
import { bgl } from './kit.ts';

const NAMES: Readonly<Partial<Record<Level, readonly string[]>>> = {
  instance: ['i1', 'i2', 'i3'],
  nodegroup: ['g1'],
  node: ['n1', 'n2', 'n3'],
  'node-res': ['n1', 'n2', 'n3'],
};

export const MEMBERS = {
  instances: NAMES.instance ?? [],
  nodegroups: NAMES.nodegroup ?? [],
  nodes: NAMES.node ?? [],
  networks: [],
};

const mode = fc.constantFrom('shared' as const, 'exclusive' as const);

function request(level: Level): fc.Arbitrary<LockRequest> {
  const names = fc.oneof(
    { weight: 3, arbitrary: fc.subarray([...(NAMES[level] ?? [])], { minLength: 1 }) },
    { weight: 1, arbitrary: fc.constant(null) },
  );
  const opportunistic = fc.boolean();
  return fc
    .record({ names, mode, opportunistic, rarely: fc.nat(3) })
    .map(({ rarely, opportunistic: takesWhatItGets, ...rest }) => {
      return { level, ...rest, ...(rarely === 0 ? { opportunistic: takesWhatItGets } : {}) };
    });
}

/** What may be done to these, at some time of the job. */
function steps(locks: readonly LockRequest[], duration: number): fc.Arbitrary<Step[]> {
  const first = locks.at(-1);
  const choices: Omit<Step, 'at'>[] = locks.flatMap(({ level, names }) => [
    { do: 'downgrade' as const, level, names: null },
    { do: 'release' as const, level, names: null, keep: names?.slice(0, 1) ?? ['n2'] },
  ]);
  if (first !== undefined) choices.push({ do: 'release', level: first.level, names: null });
  // Who holds nothing may wait for what it changes.
  else {
    choices.push({ do: 'remove', level: 'instance', names: ['i3'] });
    choices.push({ do: 'add', level: 'instance', names: ['i9'] });
  }
  const one = fc.record({ at: fc.nat(duration), choice: fc.constantFrom(...choices) });
  return fc.array(one, { maxLength: 2 }).map((made) => made.map(({ at, choice }) => ({ at, ...choice })));
}

const body = fc
  .tuple(
    fc.subarray(['instance', 'nodegroup', 'node', 'node-res'] as Level[]),
    fc.integer({ min: 1, max: 40 }),
    fc.nat(9),
  )
  .chain(([levels, duration, luck]) =>
    fc.tuple(...levels.map(request)).chain((locks) =>
      fc.record({
        arrival: fc.nat(100),
        duration: fc.constant(duration),
        priority: fc.constantFrom(0, 0, -1, 1),
        timeout: fc.constantFrom(undefined, 15, 60),
        attempt: fc.constantFrom(undefined, undefined, 10),
        locks: fc.constant([bgl(luck === 0 ? 'exclusive' : 'shared'), ...locks]),
        steps: steps(locks, duration),
      }),
    ),
  );

/** In order of arrival; what is undefined is left out, as in a file. */
export const arbitraryJobs: fc.Arbitrary<Job[]> = fc
  .array(body, { minLength: 2, maxLength: 14 })
  .map((bodies) =>
    bodies
      .toSorted((a, b) => a.arrival - b.arrival)
      .map((one, index) => JSON.parse(JSON.stringify({ id: `job-${index}`, ...one })) as Job),
  );
