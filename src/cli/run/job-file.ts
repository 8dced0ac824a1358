/**
 * Reads a job file: one JSON object a line. Everything is checked before anything runs, and every complaint
 * names its line, because a run that stops half-way through a day is worth less than no run.
 *
 * Most lines are jobs. One that has `cluster` says which members there are; one that has `list` gives some
 * names a name, for the lines after it.
 */
import { type Job, KINDS, type Members, type Plan } from './job.ts';
import { checkJob } from './job-check.ts';
import { readJob } from './job-line.ts';
import { distinctTextsAt, isObject, Malformed, objectAt, parseJson, textAt } from './json-fields.ts';
import { unknownNames, usedMembers } from './members.ts';

/** One line that cannot be run, and why. */
export interface Problem {
  readonly line: number;
  readonly message: string;
}

export type JobFile =
  | ({ readonly ok: true } & Plan)
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** What has been read so far. */
interface Reading {
  readonly lists: Map<string, readonly string[]>;
  readonly lineOfId: Map<string, number>;
  readonly jobs: { readonly line: number; readonly job: Job }[];
  readonly problems: Problem[];
  members: Members | undefined;
}

/**
 * The jobs of a file in order of arrival (those that arrive together keep the order of their lines) and the
 * members of its levels, or every line that is wrong.
 */
export function parseJobFile(text: string): JobFile {
  const reading: Reading = {
    lists: new Map(),
    lineOfId: new Map(),
    jobs: [],
    problems: [],
    members: undefined,
  };
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  for (const [index, source] of lines.entries()) {
    if (source.trim() !== '') readLine(source, index + 1, reading);
  }
  const members = reading.members ?? usedMembers(reading.jobs.map(({ job }) => job));
  const problems = reading.problems.concat(unknownNames(reading.jobs, members));
  if (problems.length > 0) return { ok: false, problems: problems.toSorted((a, b) => a.line - b.line) };
  const jobs = reading.jobs.map(({ job }) => job).toSorted((a, b) => a.arrival - b.arrival);
  return { ok: true, members, jobs };
}

function readLine(source: string, line: number, reading: Reading): void {
  try {
    const value = parseJson(source);
    if (isObject(value) && 'cluster' in value) readCluster(value, reading);
    else if (isObject(value) && 'list' in value) readList(value, reading);
    else readJobLine(value, line, reading);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    reading.problems.push({ line, message: error.message });
  }
}

function readCluster(value: unknown, reading: Reading): void {
  const { cluster } = objectAt(value, 'the line', { required: ['cluster'], optional: [] });
  const kinds = objectAt(cluster, 'cluster', { required: [], optional: KINDS });
  if (reading.members !== undefined) throw new Malformed('an earlier line says already what the cluster has');
  if (reading.jobs.length > 0) throw new Malformed('the cluster must come before the first job');
  const of = (kind: keyof Members): readonly string[] =>
    kinds[kind] === undefined ? [] : distinctTextsAt(kinds[kind], `cluster.${kind}`);
  reading.members = {
    instances: of('instances'),
    nodegroups: of('nodegroups'),
    nodes: of('nodes'),
    networks: of('networks'),
  };
}

function readList(value: unknown, reading: Reading): void {
  const { list, names } = objectAt(value, 'the line', { required: ['list', 'names'], optional: [] });
  reading.lists.set(textAt(list, 'list'), distinctTextsAt(names, 'names'));
}

function readJobLine(value: unknown, line: number, reading: Reading): void {
  const job = readJob(value, reading.lists);
  const earlier = reading.lineOfId.get(job.id);
  if (earlier !== undefined) throw new Malformed(`id '${job.id}' is already used by line ${earlier}`);
  reading.lineOfId.set(job.id, line);
  checkJob(job);
  reading.jobs.push({ line, job });
}
