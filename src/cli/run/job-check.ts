/**
 * Whether a job keeps the rules of a lock manager, as far as its line tells: what it would be refused in the
 * middle of a run is said before anything runs.
 */
import { LEVELS, LOCKSET_NAME, type Mode } from '../../index.ts';
import {
  BIG_LOCK,
  inLevelOrder,
  inTimeOrder,
  type Job,
  type Level,
  type LockRequest,
  SOLE_MEMBERS,
  type Step,
} from './job.ts';
import { Malformed } from './json-fields.ts';

/** What a job has at a level. */
interface Holding {
  /** By name; undefined where it took all, or what it could get. */
  readonly names: Map<string, Mode> | undefined;
  /** Everything there, exclusively; so it may add to it. */
  isWhole: boolean;
}

/** @throws {Malformed} what the job must not do. */
export function checkJob({ locks, steps = [] }: Job): void {
  const big = locks.find(({ level }) => level === BIG_LOCK.level);
  const isTaken = big !== undefined && big.opportunistic !== true && big.names?.length !== 0;
  if (!isTaken) throw new Malformed(`locks must take ${BIG_LOCK.level}/${BIG_LOCK.name}, in either mode`);
  for (const request of locks) {
    checkNames(request.level, request.names);
    if (request.new === true) checkNew(request);
  }
  if (steps.length === 0) return;
  const held = new Map(inLevelOrder(locks).map((request) => [request.level, holdingOf(request)]));
  for (const step of inTimeOrder(steps)) {
    checkNames(step.level, step.names);
    checkStep(step, held);
  }
}

function holdingOf({ names, mode, opportunistic }: LockRequest): Holding {
  const isKnown = names !== null && opportunistic !== true;
  return {
    names: isKnown ? new Map(names.map((name) => [name, mode])) : undefined,
    isWhole: names === null && mode === 'exclusive',
  };
}

function checkNames(level: Level, names: readonly string[] | null): void {
  const sole = SOLE_MEMBERS[level];
  const stranger = names?.find((name) => (sole === undefined ? name === LOCKSET_NAME : name !== sole));
  if (stranger === undefined) return;
  throw new Malformed(
    sole === undefined
      ? `'${LOCKSET_NAME}' is the lock of a whole level: name no member so`
      : `the level '${level}' has one lock, '${sole}', and not '${stranger}'`,
  );
}

function checkNew({ level, names, mode, opportunistic }: LockRequest): void {
  const path = `the new names at level '${level}'`;
  if (SOLE_MEMBERS[level] !== undefined) throw new Malformed(`${path} cannot be: it has one lock for good`);
  if (names === null || names.length === 0) throw new Malformed(`${path} must be named`);
  if (opportunistic === true) throw new Malformed(`${path} cannot be opportunistic`);
  // A job that fails takes its new names back, and only an exclusive holder may remove.
  if (mode !== 'exclusive') throw new Malformed(`${path} must be taken exclusive`);
}

function checkStep(step: Step, held: Map<Level, Holding>): void {
  const say = `a step at ${step.at} ${VERBS[step.do]} at level '${step.level}'`;
  if (step.keep !== undefined && (step.do !== 'release' || step.names !== null))
    throw new Malformed(`${say} and says what to keep: that belongs to a release with names null`);
  if (step.do === 'release') checkRelease(step, held, say);
  else if (step.do === 'downgrade') checkDowngrade(step, held, say);
  else checkMembership(step, held, say);
}

const VERBS = { release: 'releases', downgrade: 'downgrades', add: 'adds', remove: 'removes' } as const;

function checkRelease({ level, names, keep }: Step, held: Map<Level, Holding>, say: string): void {
  const holding = checkHeld(level, names ?? keep ?? null, held, say);
  if (level === BIG_LOCK.level && held.size > 1)
    throw new Malformed(`${say}, while it holds locks of other levels`);
  holding.isWhole = false;
  if (names === null && keep === undefined) held.delete(level);
  const given = names ?? [...(holding.names?.keys() ?? [])].filter((name) => keep?.includes(name) !== true);
  giveUp(level, given, held);
}

function checkDowngrade({ level, names }: Step, held: Map<Level, Holding>, say: string): void {
  const holding = checkHeld(level, names, held, say);
  if (names === null) holding.isWhole = false;
  for (const name of names ?? holding.names?.keys() ?? []) holding.names?.set(name, 'shared');
}

function checkMembership(step: Step, held: Map<Level, Holding>, say: string): void {
  const { level, names } = step;
  if (SOLE_MEMBERS[level] !== undefined) throw new Malformed(`${say}, which has one lock for good`);
  if (names === null) throw new Malformed(`${say} without naming them`);
  if (!held.has(BIG_LOCK.level)) throw new Malformed(`${say} after it released the big lock`);
  const holding = held.get(level);
  if (step.do === 'remove' && holding !== undefined) {
    checkHeld(level, names, held, say);
    const shared = names.find((name) => holding.names?.get(name) === 'shared');
    if (shared !== undefined) throw new Malformed(`${say} '${shared}', which it holds shared`);
    giveUp(level, names, held);
    return;
  }
  const above = [...held.keys()].find((other) => LEVELS.indexOf(other) > LEVELS.indexOf(level));
  if (above !== undefined) throw new Malformed(`${say} while it holds locks of the later level '${above}'`);
  if (holding !== undefined && !holding.isWhole)
    throw new Malformed(`${say} while it holds a part of it: hold all of it exclusive, or nothing`);
}

function giveUp(level: Level, names: readonly string[], held: Map<Level, Holding>): void {
  const holding = held.get(level);
  for (const name of names) holding?.names?.delete(name);
  if (holding?.names?.size === 0) held.delete(level);
}

function checkHeld(
  level: Level,
  names: readonly string[] | null,
  held: Map<Level, Holding>,
  say: string,
): Holding {
  const holding = held.get(level);
  if (holding === undefined) throw new Malformed(`${say}, where it holds nothing by then`);
  const foreign = names?.find((name) => holding.names?.has(name) === false);
  if (foreign !== undefined) throw new Malformed(`${say} '${foreign}', which it does not hold by then`);
  return holding;
}
