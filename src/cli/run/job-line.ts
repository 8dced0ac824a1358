/**
 * Reads one job from its line. The checks are written by hand: the format is small, and the messages are the
 * point.
 */
import { LEVELS } from '../../index.ts';
import { type Job, type LockRequest, MODES, STEP_ACTIONS, type Step } from './job.ts';
import {
  arrayAt,
  distinctTextsAt,
  flagAt,
  listed,
  Malformed,
  numberAt,
  objectAt,
  show,
  textAt,
  timeAt,
  wordAt,
} from './json-fields.ts';

/** Lists of names that earlier lines have defined. */
export type NameLists = ReadonlyMap<string, readonly string[]>;

export function readJob(value: unknown, lists: NameLists): Job {
  const fields = objectAt(value, 'the line', {
    required: ['id', 'arrival', 'duration', 'locks'],
    optional: ['priority', 'timeout', 'attempt', 'steps'],
  });
  const duration = timeAt(fields.duration, 'duration');
  return {
    id: textAt(fields.id, 'id'),
    arrival: timeAt(fields.arrival, 'arrival'),
    duration,
    ...(fields.priority === undefined ? {} : { priority: numberAt(fields.priority, 'priority') }),
    ...(fields.timeout === undefined ? {} : { timeout: timeAt(fields.timeout, 'timeout') }),
    ...(fields.attempt === undefined ? {} : { attempt: attemptAt(fields.attempt) }),
    locks: readLocks(fields.locks, lists),
    ...(fields.steps === undefined ? {} : { steps: readSteps(fields.steps, duration, lists) }),
  };
}

/** An attempt that is over before it has begun would be made again and again at one moment. */
function attemptAt(value: unknown): number {
  const attempt = numberAt(value, 'attempt');
  if (attempt < 1) throw new Malformed(`attempt must be 1 or more, and is ${attempt}`);
  return attempt;
}

function readLocks(value: unknown, lists: NameLists): LockRequest[] {
  const locks = arrayAt(value, 'locks').map((item, index) => readLock(item, `locks[${index}]`, lists));
  if (locks.length === 0) throw new Malformed('locks is empty: a job takes at least one lock');
  const levels = locks.map(({ level }) => level);
  const repeated = levels.find((level, index) => levels.indexOf(level) !== index);
  if (repeated !== undefined)
    throw new Malformed(`locks names level '${repeated}' twice: put all its names together`);
  return locks;
}

function readLock(value: unknown, path: string, lists: NameLists): LockRequest {
  const fields = objectAt(value, path, {
    required: ['level', 'names', 'mode'],
    optional: ['opportunistic', 'new'],
  });
  return {
    level: wordAt(fields.level, LEVELS, `${path}.level`),
    names: namesAt(fields.names, `${path}.names`, lists),
    mode: wordAt(fields.mode, MODES, `${path}.mode`),
    ...(fields.opportunistic === undefined
      ? {}
      : { opportunistic: flagAt(fields.opportunistic, `${path}.opportunistic`) }),
    ...(fields.new === undefined ? {} : { new: flagAt(fields.new, `${path}.new`) }),
  };
}

function readSteps(value: unknown, duration: number, lists: NameLists): Step[] {
  return arrayAt(value, 'steps').map((item, index) => {
    const path = `steps[${index}]`;
    const fields = objectAt(item, path, { required: ['at', 'do', 'level', 'names'], optional: ['keep'] });
    const at = timeAt(fields.at, `${path}.at`);
    if (at > duration)
      throw new Malformed(`${path}.at is ${at}, after the end of the job (duration ${duration})`);
    return {
      at,
      do: wordAt(fields.do, STEP_ACTIONS, `${path}.do`),
      level: wordAt(fields.level, LEVELS, `${path}.level`),
      names: namesAt(fields.names, `${path}.names`, lists),
      ...(fields.keep === undefined ? {} : { keep: listAt(fields.keep, `${path}.keep`, lists) }),
    };
  });
}

function namesAt(value: unknown, path: string, lists: NameLists): readonly string[] | null {
  return value === null ? null : listAt(value, path, lists);
}

/** Names as they stand there, or the name of a list of them. */
function listAt(value: unknown, path: string, lists: NameLists): readonly string[] {
  if (typeof value !== 'string') {
    if (Array.isArray(value)) return distinctTextsAt(value, path);
    throw new Malformed(`${path} must be null (all), an array, or the name of a list, not ${show(value)}`);
  }
  const list = lists.get(value);
  if (list !== undefined) return list;
  const known = lists.size === 0 ? 'there is none' : `known: ${listed([...lists.keys()])}`;
  throw new Malformed(`${path} is ${show(value)}, which no earlier line defines as a list (${known})`);
}
