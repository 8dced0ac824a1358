/** Where jobs stand on the page, and how many there are at a time. */

/** @import { Data, Job, Lanes, Span } from './types.d.ts' */

/**
 * Puts every job that matches into the first lane that is free by then; so there are no more lanes than jobs
 * at one time.
 *
 * @param {readonly Job[]} jobs in order of arrival
 * @param {(index: number) => boolean} matches
 * @returns {Lanes}
 */
export function packLanes(jobs, matches) {
  /** @type {number[][]} */
  const lanes = [];
  /** @type {number[]} */
  const freeFrom = [];
  const laneOf = new Int32Array(jobs.length).fill(-1);
  for (const [index, job] of jobs.entries()) {
    if (!matches(index)) continue;
    const free = freeFrom.findIndex((from) => from <= job.arrival);
    const lane = free < 0 ? lanes.length : free;
    if (free < 0) lanes.push([index]);
    else lanes[lane]?.push(index);
    // A job that took no time must still be seen beside the next.
    freeFrom[lane] = Math.max(job.end, job.arrival + 1);
    laneOf[index] = lane;
  }
  return { lanes, laneOf };
}

/**
 * The jobs of a lane that are in sight.
 *
 * @param {readonly Job[]} jobs
 * @param {readonly number[]} lane
 * @param {Span} view
 * @returns {readonly number[]}
 */
export function inSight(jobs, lane, { from, to }) {
  let [low, high] = [0, lane.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((jobs[lane[middle] ?? 0]?.end ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  let last = low;
  while (last < lane.length && (jobs[lane[last] ?? 0]?.arrival ?? 0) <= to) last += 1;
  return lane.slice(low, last);
}

/**
 * How many jobs wait and how many run when there are most, in each of so many equal parts of the whole.
 *
 * @param {readonly Job[]} jobs
 * @param {number} end
 * @param {number} parts
 */
export function crowd(jobs, end, parts) {
  const waiting = new Float64Array(parts);
  const running = new Float64Array(parts);
  const changes = jobs.flatMap(({ arrival, start, end: over }) => [
    { at: arrival, waits: 1, runs: 0 },
    ...(start === null
      ? [{ at: over, waits: -1, runs: 0 }]
      : [
          { at: start, waits: -1, runs: 1 },
          { at: over, waits: 0, runs: -1 },
        ]),
  ]);
  // Who goes at a moment goes before others come.
  changes.sort((one, other) => one.at - other.at || one.waits + one.runs - other.waits - other.runs);
  let [part, waits, runs] = [0, 0, 0];
  const note = () => {
    if (waits + runs < (waiting[part] ?? 0) + (running[part] ?? 0)) return;
    waiting[part] = waits;
    running[part] = runs;
  };
  for (const change of changes) {
    const last = Math.min(parts - 1, Math.floor((change.at / Math.max(1, end)) * parts));
    for (; part < last; note()) part += 1;
    waits += change.waits;
    runs += change.runs;
    note();
  }
  return { waiting, running };
}

/**
 * The wait of a job at a moment, or the last before it.
 *
 * @param {Job} job
 * @param {number} at
 */
export function waitAt({ waits }, at) {
  return waits.findLast(([, , from]) => from <= at) ?? waits[0];
}

/**
 * Who waited for something that this job held, each once.
 *
 * @param {Data} data
 * @param {number} index
 */
export function waitedFor({ jobs }, index) {
  return jobs.flatMap(({ waits }, other) =>
    waits.some(([, , , , holders]) => holders.includes(index)) ? [other] : [],
  );
}
