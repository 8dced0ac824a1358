/**
 * Where the boxes and arrows of a chart stand. Whoever lays them out is given sizes, and gives positions;
 * those of our own machines are kept in ../layouts, so that the page needs nothing to lay them out.
 *
 * Sizes come from counting characters: lines are set in a font whose characters have one width.
 */
import type { ChartArrow, ChartBox, ChartGraph } from './graph.ts';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Point = readonly [x: number, y: number];

export interface ArrowLayout {
  readonly points: readonly Point[];
  /** Null for an arrow that says nothing. */
  readonly label: Rectangle | null;
}

/** In the order of the graph's boxes and arrows. */
export interface ChartLayout {
  /** Of which graph. */
  readonly of: string;
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Rectangle[];
  readonly arrows: readonly ArrowLayout[];
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Of a line's font, 11 pixels high. */
export const LINE = { height: 15, character: 6.7 } as const;
export const TITLE = { height: 26, character: 8.2 } as const;
const PADDING = 12;
const START_SIZE = 12;

export function boxSize({ kind, title, lines }: ChartBox): Size {
  if (kind === 'start') return { width: START_SIZE, height: START_SIZE };
  const widest = Math.max(title.length * TITLE.character, widestOf(lines));
  const rows = lines.length === 0 ? 0 : lines.length * LINE.height + 10;
  return { width: Math.ceil(Math.max(80, widest + 2 * PADDING)), height: TITLE.height + 4 + rows };
}

export function labelSize({ lines }: ChartArrow): Size {
  if (lines.length === 0) return { width: 0, height: 0 };
  const rows = lines.flatMap(({ text }) => rowsOf(text));
  const widest = Math.max(...rows.map((row) => row.length)) * LINE.character;
  return { width: Math.ceil(widest + 14), height: rows.length * LINE.height + 5 };
}

/** Characters of a row on an arrow, if it can be broken before that. */
const LONGEST_ROW = 22;

/** A line on an arrow, which is narrow: its condition and its action may go to rows of their own. */
export function rowsOf(text: string): readonly string[] {
  const rows: string[] = [];
  for (const part of text.split(/ (?=\[|\/ )/)) {
    const joined = `${rows.at(-1)} ${part}`;
    if (rows.length > 0 && joined.length <= LONGEST_ROW) rows[rows.length - 1] = joined;
    else rows.push(rows.length === 0 ? part : `  ${part}`);
  }
  return rows;
}

/** The same for graphs that look the same, and so may have the same layout. */
export function fingerprint({ boxes, arrows }: ChartGraph): string {
  const said = [
    ...boxes.map(({ id, title, lines }) => [id, title, ...lines.map(({ text }) => text)].join('\n')),
    ...arrows.map(({ from, to, lines }) => [from, to, ...lines.map(({ text }) => text)].join('\n')),
  ].join('\n\n');
  let hash = 2_166_136_261;
  for (let at = 0; at < said.length; at += 1) hash = Math.imul(hash ^ said.charCodeAt(at), 16_777_619) >>> 0;
  return `${boxes.length}-${arrows.length}-${hash.toString(16)}`;
}

/** The smallest that has all of them in it; undefined of none. */
export function boundsOf(parts: readonly (Rectangle | undefined)[]): Rectangle | undefined {
  const all = parts.filter((part) => part !== undefined);
  if (all.length === 0) return undefined;
  const [x, y] = [Math.min(...all.map((part) => part.x)), Math.min(...all.map((part) => part.y))];
  const right = Math.max(...all.map((part) => part.x + part.width));
  const bottom = Math.max(...all.map((part) => part.y + part.height));
  return { x, y, width: right - x, height: bottom - y };
}

const widestOf = (lines: ChartBox['lines']): number =>
  Math.max(0, ...lines.map(({ text }) => text.length * LINE.character));
