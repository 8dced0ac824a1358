/**
 * One round of the soak: a crowd of one kind, on one engine, and what the checker says of the log of its
 * locks.
 */
import { getEventListeners } from 'node:events';
import type { LockEngine } from '../../src/index.ts';
import { compiledEngine } from '../../src/locks/engine.ts';
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

type EngineName = 'compiled' | 'xstate';

type Kind = readonly [name: string, run: (seed: number, recorder: Recorder) => Promise<Gone>];

const KINDS: readonly Kind[] = [
  ['manager, compiled', (seed, recorder) => manager(seed, recorder, 'compiled', 200, 4_000)],
  ['locks and sets, compiled', (seed, recorder) => locksAndSets(seed, recorder, 'compiled')],
  ['manager, xstate', (seed, recorder) => manager(seed, recorder, 'xstate', 40, 300)],
  ['locks and sets, xstate', (seed, recorder) => locksAndSets(seed, recorder, 'xstate')],
];

export const ROUNDS_OF_A_CYCLE = KINDS.length;

type Engines = Readonly<Record<EngineName, LockEngine>>;

/** The same number and seed give the same round where time is virtual. */
export async function runRound(
  number: number,
  seed: number,
  engines: Engines = { compiled: compiledEngine, xstate: xstateEngine },
): Promise<RoundReport> {
  const [kind, run] = KINDS[number % KINDS.length] as Kind;
  const recorder = new Recorder(engines);
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
  readonly #engines: Engines;

  constructor(engines: Engines) {
    this.#engines = engines;
  }

  engine(name: EngineName, now: () => number): LockEngine {
    return recordingEngine(this.#engines[name], now, (event) => {
      this.events += 1;
      this.checker.add(event);
    });
  }
}

/** In virtual time, at all levels of a cluster. */
async function manager(
  seed: number,
  recorder: Recorder,
  engine: EngineName,
  owners: number,
  operations: number,
): Promise<Gone> {
  const crowd: Crowd = new Crowd(
    seed,
    recorder.engine(engine, () => crowd.clock.now()),
  );
  const stuck: unknown[] = [];
  await crowd.run(owners, operations, climb).catch((reason: unknown) => stuck.push(reason));
  const left = [
    ...stuck.map(String),
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
async function locksAndSets(seed: number, recorder: Recorder, engine: EngineName): Promise<Gone> {
  const street = new Street(
    seed,
    recorder.engine(engine, () => performance.now()),
  );
  await street.run(32, SECOND);
  return { operations: street.operations, tally: street.tally, problems: street.problems() };
}
