/** How the run looks on a terminal: colours where they are wanted, and one kind of table. */
import { styleText } from 'node:util';
import Table from 'cli-table3';

type Format = Parameters<typeof styleText>[0];

export type Paint = (format: Format, text: string) => string;

export const plain: Paint = (_format, text) => text;

/** Colours only for a terminal, and not where the user asked for none (no-color.org). */
export function paintFor(stream: { readonly isTTY?: boolean }): Paint {
  const { NO_COLOR, TERM } = process.env;
  const wanted = stream.isTTY === true && !NO_COLOR && TERM !== 'dumb';
  return wanted ? styleText : plain;
}

export type Column = readonly [title: string, align: 'left' | 'right'];

/** A light table: a rule under the head, no box around it. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  paint: Paint,
): string {
  const drawn = new Table({
    head: columns.map(([title]) => paint('bold', title)),
    colAligns: columns.map(([, align]) => align),
    chars: {
      top: '',
      'top-mid': '',
      'top-left': '',
      'top-right': '',
      bottom: '',
      'bottom-mid': '',
      'bottom-left': '',
      'bottom-right': '',
      left: '',
      right: '',
      middle: '  ',
      'left-mid': '',
      'right-mid': '',
      mid: '',
      'mid-mid': '',
    },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  drawn.push(...rows.map((row) => [...row]));
  // The library fills the last column, which a copied text need not keep.
  return drawn.toString().replace(/ +$/gm, '');
}

/** With thin gaps between thousands, which no decimal point can be taken for. */
export function count(value: number): string {
  return value.toLocaleString('en-US').replaceAll(',', ' ');
}
