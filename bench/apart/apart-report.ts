/** What was measured in processes of its own, as tables. */
import { number, quartiles } from '../figures.ts';
import type { Form } from '../report.ts';
import { spreadOf } from '../statistics.ts';
import type { Apart } from './measure-apart.ts';

export function apartParts(apart: Apart, form: Form): string[] {
  const { timers, idle, waiting, imports, sizes, million, explorer } = apart;
  const contenders = new Set(
    [timers, idle, waiting, imports].flatMap((figures) => Object.keys(figures ?? {})),
  );
  const parts: string[] = [];
  if (contenders.size > 0) {
    const whole = (figure: number | undefined): string =>
      figure === undefined ? '–' : String(Math.round(figure));
    parts.push(
      form.title('Weight, import and timers'),
      'Bytes of heap for an idle lock and for one more waiting request; milliseconds of an import in a process that\n' +
        'does nothing else; timers that are made by 1,000 acquires with a timeout which are granted at once.',
      form.table(
        ['', 'idle', 'waiting', 'import: ms', 'quartiles', 'timers'],
        [...contenders].map((name) => {
          const taken = imports?.[name];
          const spread = taken && spreadOf(taken);
          const importing =
            spread === undefined ? ['–', '–'] : [number(spread.median), quartiles(spread, number)];
          return [name, whole(idle?.[name]), whole(waiting?.[name]), ...importing, whole(timers?.[name])];
        }),
      ),
    );
  }
  if (sizes !== null) {
    const body = Object.entries(sizes).map(([name, bytes]) => [name, String(bytes)]);
    parts.push(form.table(['size', 'bytes, gzip'], body));
  }
  if (million !== null) {
    const body = (
      [
        ['few', '1,000 names: all there are'],
        ['many', '1,000 names'],
        ['any', 'any name'],
      ] as const
    ).map(([key, text]) => {
      const members = key === 'few' ? 1_000 : million.members;
      const spread = spreadOf(million[key]);
      return [text, members.toLocaleString('en'), number(spread.median), quartiles(spread, number)];
    });
    parts.push(
      form.title('1,000 owners at work in one set'),
      `In a process of at most 512 MB, with ${Math.round(million.megabytes.heap)} MB in use at the end.`,
      form.table(['names in use', 'members', 'ns for an acquire and release', 'quartiles'], body),
    );
  }
  if (explorer !== null) {
    const spread = spreadOf(explorer);
    parts.push(`Explorer: ${number(spread.median)} transitions a second (${quartiles(spread, number)}).`);
  }
  return parts;
}
