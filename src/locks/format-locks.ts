/**
 * The rows of a monitor as text.
 */
import { misuse } from './errors.ts';
import type { LockRow } from './monitor.ts';

const HEADER = ['name', 'mode', 'owner', 'pending'];

/**
 * The rows of `monitor.query()` as a table for people: a line of headings, then a line for each lock, with
 * aligned columns. `-` stands where there is nothing: nobody holds, nobody waits. Owners are joined by
 * commas, and groups that wait look like `exclusive:ann shared:bob,cy`, the next one first. Control
 * characters in names, also those of the direction of text, are percent-encoded. There is no newline at the
 * end.
 *
 * @throws {LockUsageError} `invalid-argument` for anything but rows with all four fields.
 */
export function formatLocks(rows: readonly LockRow[]): string {
  if (!Array.isArray(rows) || !rows.every((row) => Array.isArray(row) && Array.isArray(row[3]))) {
    throw misuse('formatLocks is given the rows of monitor.query(), with all fields.');
  }
  const lines = [HEADER, ...rows.map(cellsOf)];
  const widths = HEADER.map((_title, column) =>
    Math.max(...lines.map((cells) => cells[column]?.length ?? 0)),
  );
  return lines
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function cellsOf([name, mode, owner, pending]: LockRow): string[] {
  const groups = pending.map(([wanted, owners]) => `${wanted}:${owners.join()}`);
  return [name, mode, owner?.join(), groups.join(' ')].map((text) =>
    (text || '-').replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, encodeURIComponent),
  );
}
