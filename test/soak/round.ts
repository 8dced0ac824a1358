/**
 * One round of the soak: a crowd of one kind, on one engine, and what the checker says of the log of its
 * locks.
 */
import { getEventListeners } from 'node:events';
import { xstateEngine } from '../../src/machines.ts';
import { HistoryChecker } from '../../src/testing.ts';
import { recordingEngine } from '../history/recording.ts';
import { climb } from '../locks/manager-climb.ts';
import { Crowd } from '../locks/manager-crowd.ts';
import { Street } from './street.ts';

export interface RoundReport {
  readonly kind: string;
  readonly operations: number;
  readonly events: number;
  /** What happened, and how often. */
  readonly tally: ReadonlyMap<string, number>;
  /** In words; none if all is well. */
  readonly problems: readonly string[];
}

interface Gone {
  readonly operations: number;
  readonly tally: ReadonlyMap<string, number>;
  readonly problems: readonly string[];
}

type Kind = readonly [name: string, run: (seed: number, checker: Recorder) => Promise<Gone>];

const KINDS: readonly Kind[] = [
  ['manager, compiled', (seed, recorder) => manager(seed, recorder, 'compiled', 200, 4_000)],
  ['locks and sets, compiled', (seed, recorder) => locksAndSets(seed, recorder, 'compiled')],
  ['manager, xstate', (seed, recorder) => manager(seed, recorder, 'xstate', 40, 300)],
  ['locks and sets, xstate', (seed, recorder) => locksAndSets(seed, recorder, 'xstate')],
];

export const ROUNDS_OF_A_CYCLE = KINDS.length;

/** The same number and seed give the same round where time is virtual. */
export async function runRound(number: number, seed: number): Promise<RoundReport> {
  const [kind, run] = KINDS[number % KINDS.length] as Kind;
  const recorder = new Recorder();
  const { problems, ...gone } = await run(seed + number, recorder);
  const verdict = recorder.checker.end();
  const illegal = verdict.legal ? [] : verdict.problems;
  return {
    kind,
    ...gone,
    events: recorder.events,
    problems: [
      ...problems,
      ...illegal.map(({ rule, line, lock, message }) => `${rule} at ${lock} (event ${line}): ${message}`),
    ],
  };
}

class Recorder {
  readonly checker = new HistoryChecker({ ordered: true, prompt: true });
  events = 0;

  engine(name: 'compiled' | 'xstate', now: () => number): ReturnType<typeof recordingEngine> {
    return recordingEngine(name === 'xstate' ? xstateEngine : undefined, now, (event) => {
      this.events += 1;
      this.checker.add(event);
    });
  }
}

/** In virtual time, at all levels of a cluster. */
async function manager(
  seed: number,
  recorder: Recorder,
  engine: 'compiled' | 'xstate',
  owners: number,
  operations: number,
): Promise<Gone> {
  const crowd: Crowd = new Crowd(
    seed,
    recorder.engine(engine, () => crowd.clock.now()),
  );
  await crowd.run(owners, operations, climb);
  const left = [
    ...crowd.unexpected.map((reason) => `unexpected: ${String(reason)}`),
    ...crowd.inside.broken,
    ...(crowd.inside.size > 0 ? [`${crowd.inside.size} are inside still`] : []),
    ...(crowd.clock.pending > 0 ? [`${crowd.clock.pending} timers are left`] : []),
    ...getEventListeners(crowd.never, 'abort').map(() => 'a listener is left at a signal'),
  ];
  return { operations: crowd.operations, tally: crowd.tally, problems: left };
}

const SECOND = 1_000;

/** In real time, with the platform's timers and signals. */
async function locksAndSets(seed: number, recorder: Recorder, engine: 'compiled' | 'xstate'): Promise<Gone> {
  const street = new Street(
    seed,
    recorder.engine(engine, () => performance.now()),
  );
  await street.run(32, SECOND);
  return { operations: street.operations, tally: street.tally, problems: street.problems() };
}
