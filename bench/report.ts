/**
 * A run as tables: for a terminal, or as Markdown for docs/benchmarks.md. What is in them is the same.
 */
import Table from 'cli-table3';
import { apartParts } from './apart/apart-report.ts';
import type { Apart } from './apart/measure-apart.ts';
import { isPeer } from './contenders/peers.ts';
import type { Environment } from './environment.ts';
import { number, quartiles, times } from './figures.ts';
import type { Curves } from './growth/curves.ts';
import type { GrowthResult } from './growth-table.ts';
import type { Plan } from './harness.ts';
import type { Figure, RowResult } from './main-table.ts';
import { membersParts } from './members-report.ts';
import type { MembersResult, Weights } from './members-table.ts';
import { type TargetResult, targetsPart } from './targets-table.ts';

export interface Report {
  readonly environment: Environment;
  readonly targets: readonly TargetResult[];
  readonly rows: { readonly plan: Plan; readonly results: readonly RowResult[] } | null;
  readonly growth: { readonly plan: Plan; readonly results: readonly GrowthResult[] } | null;
  readonly members: {
    readonly plan: Plan;
    readonly results: readonly MembersResult[];
    readonly weights: Weights;
  } | null;
  readonly apart: Apart | null;
  /** What is plotted in docs/benchmarks/. */
  readonly curves: readonly Curves[] | null;
  /** It was ended before its last round; the figures are of the rounds that were complete. */
  readonly interrupted: boolean;
}

type Cells = readonly (readonly string[])[];

export interface Form {
  title(text: string): string;
  /** The first so many columns are text, the others are numbers. */
  table(head: readonly string[], body: Cells, texts?: number): string;
}

const TEXT: Form = {
  title: (text) => `${text}\n${'─'.repeat(text.length)}`,
  table: (head, body, texts = 1) => {
    const table = new Table({
      head: [...head],
      colAligns: head.map((_, column) => (column < texts ? 'left' : 'right')),
      chars: Object.fromEntries(EDGES.map((edge) => [edge, ''])),
      style: { head: [], border: [], 'padding-left': 0, 'padding-right': 3 },
    });
    table.push(...body.map((cells) => [...cells]));
    return table
      .toString()
      .split('\n')
      .map((line) => line.trimEnd())
      .join('\n');
  },
};

const EDGES = ['top', 'bottom', 'left', 'right', 'mid'].flatMap((edge) =>
  ['', '-mid', '-left', '-right'].map((part) => `${edge}${part}`),
);
EDGES.push('middle');

const MARKDOWN: Form = {
  title: (text) => `### ${text}`,
  table: (head, body, texts = 1) =>
    [head, head.map((_, column) => (column < texts ? '---' : '---:')), ...body]
      .map((cells) => `| ${cells.join(' | ')} |`)
      .join('\n'),
};

export const asText = (report: Report): string => write(report, TEXT);
export const asMarkdown = (report: Report): string => write(report, MARKDOWN);

/** The targets and the overview, of a run that is not the one of which everything is shown. */
export const asShortMarkdown = (report: Report): string => write(report, MARKDOWN, true);

function write(report: Report, form: Form, isShort = false): string {
  const parts = [environmentText(report.environment)];
  if (report.interrupted) parts.push('Interrupted: these are the rounds that were complete.');
  const { targets, rows, growth, members, apart } = report;
  if (targets.length > 0) parts.push(...targetsPart(targets, form));
  if (rows !== null) parts.push(...overview(rows.results, form));
  if (isShort) return `${parts.join('\n\n')}\n`;
  if (rows !== null) parts.push(...rowParts(rows.results, rows.plan, form));
  if (growth !== null) parts.push(...growthParts(growth.results, growth.plan, form));
  if (members !== null) parts.push(...membersParts(members.results, members.weights, members.plan, form));
  if (apart !== null) parts.push(...apartParts(apart, form));
  return `${parts.join('\n\n')}\n`;
}

function environmentText(environment: Environment): string {
  const { node, v8, system, cpu, cores, load, loadAtEnd, build, packages, date } = environment;
  const versions = Object.entries(packages).map(([name, version]) => `${name} ${version}`);
  return [
    `${date.slice(0, 10)} · Node ${node} (V8 ${v8}) · ${system} · ${cpu}, ${cores} cores`,
    `· load ${load} before, ${loadAtEnd} after · lockchart from its ${build === 'dist' ? 'build' : 'sources'}`,
    `· ${versions.join(', ')}`,
  ].join('\n');
}

// ---- the main table ----

function rowParts(results: readonly RowResult[], plan: Plan, form: Form): string[] {
  const parts: string[] = [];
  for (const row of results) {
    const measured = row.figures.filter(({ nanoseconds }) => nanoseconds !== null);
    const { beside } = row;
    const base = beside === undefined ? fastestPeer(measured) : medianOf(measured, beside);
    const besides = `× ${beside?.replace('lockchart, ', '') ?? 'fastest peer'}`;
    parts.push(
      form.title(`${row.title}: ${row.operation}`),
      form.table(
        ['', 'ns', 'quartiles', '× await resolved', '× await {}', 'quartiles', besides, 'rounds'],
        measured.map((figure) => detail(figure, base)),
      ),
    );
  }
  parts.push(
    `Each row: at most ${plan.rounds} rounds of samples of about ${plan.sampleMs} ms, seed ${plan.seed}.`,
  );
  return parts;
}

function overview(results: readonly RowResult[], form: Form): string[] {
  const contenders = results[0]?.figures.map(({ contender }) => contender) ?? [];
  const body = contenders.map((contender) => [
    contender,
    ...results.map(({ figures }) => {
      const figure = figures.find((other) => other.contender === contender);
      return figure?.ofFloor == null ? '–' : times(figure.ofFloor.object.median);
    }),
  ]);
  return [
    form.title('Times the floor'),
    'Median of time / time of `await Promise.resolve({})` in the same round; smaller is better.',
    form.table(['', ...results.map(({ title }) => title)], body),
  ];
}

function detail(figure: Figure, base: number | undefined): string[] {
  const { contender, nanoseconds, ofFloor, samples } = figure;
  if (nanoseconds === null || ofFloor === null) return [contender];
  return [
    contender,
    number(nanoseconds.median),
    quartiles(nanoseconds, number),
    times(ofFloor.resolved.median),
    times(ofFloor.object.median),
    quartiles(ofFloor.object, times),
    base === undefined ? '–' : times(nanoseconds.median / base),
    String(samples.length),
  ];
}

function fastestPeer(figures: readonly Figure[]): number | undefined {
  const those = figures.filter(({ contender }) => isPeer(contender));
  const medians = those.map(({ nanoseconds }) => nanoseconds?.median ?? Number.POSITIVE_INFINITY);
  return medians.length === 0 ? undefined : Math.min(...medians);
}

function medianOf(figures: readonly Figure[], name: string): number | undefined {
  return figures.find(({ contender }) => contender === name)?.nanoseconds?.median;
}

// ---- growth ----

function growthParts(results: readonly GrowthResult[], plan: Plan, form: Form): string[] {
  const sizes = results[0]?.sizes.map(({ waiters }) => waiters) ?? [];
  const body = results.map(({ kind, contender, sizes: measured }) => [
    contender,
    kind,
    ...measured.map(({ nanoseconds }) => (nanoseconds === null ? '–' : number(nanoseconds.median))),
    ...measured
      .slice(-1)
      .flatMap(({ growth, samples }) => [
        growth === null ? '–' : times(growth.median),
        growth === null ? '–' : quartiles(growth, times),
        String(samples.length),
      ]),
  ]);
  const columns = sizes.map((size) => `${size.toLocaleString('en')}: ns`);
  return [
    form.title('Many waiters on one lock'),
    'Time per waiter, from the first that asks to the last that releases; and that at the greatest number, as a\n' +
      'multiple of that at the smallest.',
    form.table(['', 'waiters', ...columns, 'growth', 'quartiles', 'rounds'], body),
    `${plan.rounds} rounds, seed ${plan.seed}; what takes longer than ${plan.tooSlowMs / 1000} s is timed once.`,
  ];
}
