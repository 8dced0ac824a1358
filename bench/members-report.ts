/** The table of members, in words. */
import { number, times } from './figures.ts';
import type { Plan } from './harness.ts';
import type { MembersResult, MembersSize, Weights } from './members-table.ts';
import type { Form } from './report.ts';

export function membersParts(
  results: readonly MembersResult[],
  weights: Weights,
  plan: Plan,
  form: Form,
): string[] {
  const sizes = results[0]?.sizes.map(({ members }) => members.toLocaleString('en')) ?? [];
  const columns = sizes.flatMap((size) => [`${size}: ms`, 'longest', '× single']);
  return [
    form.title('Lock sets by the number of their members'),
    'Milliseconds for all members in one go, during which the program attends to nothing else: median and longest;\n' +
      'and as a multiple of what single locks in a map take, one after the other, in the same round. Names come in\n' +
      'the order in which they are sorted, unless stated. Everything is made anew for each sample.',
    form.table(
      ['', '', ...columns],
      results.map(({ deed, contender, sizes: measured }) => [
        contender,
        deed,
        ...measured.flatMap(figuresOf),
      ]),
    ),
    `${plan.rounds} rounds, seed ${plan.seed}; what takes longer than ${plan.tooSlowMs / 1000} s is timed once.`,
    form.table(
      ['idle', 'bytes per member'],
      Object.entries(weights).map(([contender, bytes]) => [contender, String(bytes)]),
    ),
  ];
}

function figuresOf({ milliseconds, ofSingleLocks }: MembersSize): string[] {
  return [
    milliseconds === null ? '–' : number(milliseconds.median),
    milliseconds === null ? '–' : number(milliseconds.longest),
    ofSingleLocks === null ? '–' : times(ofSingleLocks.median),
  ];
}
