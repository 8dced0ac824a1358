/** Logs of runs in virtual time, and the judgement of them without a file. */
import { RunHistory, type RunProblem } from '../../src/cli/check/run-history.ts';
import { Contention } from '../../src/cli/run/contention.ts';
import type { Job } from '../../src/cli/run/job.ts';
import { LockWatch } from '../../src/cli/run/lock-watch.ts';
import type { LogLine } from '../../src/cli/run/log-format.ts';
import { usedMembers } from '../../src/cli/run/members.ts';
import { RunLog } from '../../src/cli/run/run-log.ts';
import { Workload } from '../../src/cli/run/workload.ts';
import { ganetiLevels, LockManager, type RaiseOptions } from '../../src/index.ts';
import { HistoryChecker, VirtualClock } from '../../src/testing.ts';

export async function loggedRun(jobs: readonly Job[], raise?: RaiseOptions): Promise<LogLine[]> {
  const [clock, watch] = [new VirtualClock(), new LockWatch()];
  const members = usedMembers(jobs);
  const manager = new LockManager({ levels: ganetiLevels(members), engine: watch.engine, clock });
  watch.begin();
  const contention = (now: () => number): Contention => new Contention(watch, now);
  const workload = new Workload(jobs, { clock, speed: 1, raise, manager, contention });
  const lines: object[] = [];
  const file = { write: (line: object) => lines.push(line), close: () => Promise.resolve() };
  const log = new RunLog(file, { file: 'jobs', speed: null, members }, workload);
  log.listenTo(watch);
  const finished = workload.run();
  while (clock.nextAt !== undefined) await clock.advanceTo(clock.nextAt);
  await finished;
  await log.close();
  return lines.slice(1) as LogLine[];
}

/** As `lockchart check` judges them, when `jobs` are all that has run. */
export function judged(lines: readonly LogLine[], jobs: readonly Job[]): RunProblem[] {
  const checker = new HistoryChecker({ ordered: true, prompt: true });
  const history = new RunHistory(usedMembers(jobs), (event) => checker.add(event));
  for (const [index, line] of lines.entries()) history.add({ number: index + 2, line });
  const verdict = checker.end();
  return [...(verdict.legal ? [] : verdict.problems), ...history.end()];
}
