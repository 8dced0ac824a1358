/** One run: all tables, or those that are asked for. */
import { APART, measureApart } from './apart/measure-apart.ts';
import { type Build, loadEngines } from './contenders/lockchart.ts';
import { environmentNow, loadNow } from './environment.ts';
import { measureCurves } from './growth/curves.ts';
import { measureGrowth } from './growth-table.ts';
import type { OnProgress, Plan } from './harness.ts';
import { measureRows } from './main-table.ts';
import { measureMembers } from './members-table.ts';
import type { Report } from './report.ts';
import { rows } from './rows.ts';
import { judge } from './targets-table.ts';

/** What is no row of the main table, where it is named like one. */
const OTHERS = ['waiters', 'members', 'growth', ...APART] as const;

/** All that can be asked for by name. */
export const PARTS: readonly string[] = [...rows.map(({ id }) => id), ...OTHERS];

export interface RunOptions {
  readonly rounds?: number;
  readonly seed: number;
  /** All of `PARTS` unless given. */
  readonly only?: readonly string[];
  readonly quick?: boolean;
}

/** Ends early when the signal is aborted. */
export async function measureAll(
  build: Build,
  options: RunOptions,
  signal: AbortSignal,
  show: OnProgress,
): Promise<Report> {
  const { only, quick = false } = options;
  const isAsked = (part: string): boolean => !signal.aborted && (only?.includes(part) ?? true);
  const under =
    (part: string): OnProgress =>
    (text, share) =>
      show(`${part}, ${text}`, share);
  const { main, growth: few } = plansFor(options);
  const environment = environmentNow(build);
  const engines = await loadEngines(build);
  const results = rows.some(({ id }) => isAsked(id))
    ? await measureRows(engines, isAsked, main, signal, show)
    : null;
  // The pictures of growth show the waiters too.
  const isCrowdAsked = isAsked('waiters') || isAsked('growth');
  const crowds = isCrowdAsked
    ? await measureGrowth(engines.compiled, !quick, few, signal, under('waiters'))
    : null;
  const most = quick ? 10_000 : 100_000;
  const members = isAsked('members')
    ? await measureMembers(engines.members, most, few, signal, under('members'))
    : null;
  const curvePlan = { ...main, rounds: few.rounds * 2 };
  const curves = isAsked('growth')
    ? await measureCurves(engines.main, build, crowds ?? [], curvePlan, signal, under('growth'))
    : null;
  const apart = APART.some(isAsked)
    ? await measureApart(engines.compiled, build, isAsked, quick, signal, show).catch((error: unknown) => {
        // Aborted is interrupted, here as in the other tables.
        if (signal.aborted) return null;
        throw error;
      })
    : null;
  environment.loadAtEnd = loadNow();
  return {
    environment,
    targets: judge({ rows: results ?? [], growth: crowds ?? [], apart }),
    rows: results && { plan: main, results },
    growth: crowds && { plan: few, results: crowds },
    members: members && { plan: few, ...members },
    curves,
    apart,
    interrupted: signal.aborted,
  };
}

function plansFor({ rounds, seed, quick = false }: RunOptions): { main: Plan; growth: Plan } {
  const main: Plan = {
    rounds: rounds ?? (quick ? 10 : 100),
    seed,
    sampleMs: quick ? 2 : 6,
    warmUpMs: quick ? 30 : 60,
    warmUpPasses: quick ? 1 : 2,
    tooSlowMs: 100,
    collectAll: false,
  };
  const growthRounds = Math.max(1, Math.round(main.rounds / 10));
  return {
    main,
    growth: { ...main, rounds: growthRounds, sampleMs: 0, warmUpMs: 0, tooSlowMs: 2_000, collectAll: true },
  };
}
