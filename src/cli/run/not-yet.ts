/**
 * What a job file may say that the run cannot do yet. It stands apart from reading the file, so that it can
 * be deleted as a whole: the file format is complete, only the run is not.
 */
import { BIG_LOCK, type Job } from './job.ts';

/** Why this job cannot be run yet, or undefined when it can. */
export function notYetSupported(job: Job): string | undefined {
  const unsupported = firstUnsupported(job);
  if (unsupported === undefined) return undefined;
  const today = `a job takes the big lock, level '${BIG_LOCK.level}' with names ["${BIG_LOCK.name}"]`;
  return `job '${job.id}' ${unsupported}, which is not yet supported: for now ${today}, and nothing else`;
}

function firstUnsupported({ locks, steps }: Job): string | undefined {
  if (steps !== undefined && steps.length > 0) return `has steps ('${steps[0]?.do}')`;
  for (const { level, names, opportunistic } of locks) {
    if (level !== BIG_LOCK.level) return `takes locks of level '${level}'`;
    if (names === null) return `takes all locks of level '${level}'`;
    if (names.length !== 1) return `takes ${names.length} locks of level '${level}'`;
    if (names[0] !== BIG_LOCK.name) return `takes the lock '${level}/${names[0]}'`;
    if (opportunistic === true) return 'takes a lock opportunistically';
  }
  return undefined;
}
