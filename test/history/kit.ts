/** Histories in words: one event a line, `AT OWNER TYPE WORDS`. */
import type { HistoryEvent, HistoryOptions, HistoryVerdict } from '../../src/testing.ts';
import { checkHistory } from '../../src/testing.ts';

export const ordered: HistoryOptions = { ordered: true };
export const prompt: HistoryOptions = { ordered: true, prompt: true };

/** `0 ann request shared p-1 try`, `3 ann grant t7`, `5 bob refuse deleted`, `9 ann release exclusive`, … */
export function history(text: string): HistoryEvent[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [at, owner, type, ...words] = line.trim().split(/\s+/);
      return { at: Number(at), owner, type, ...Object.assign({}, ...words.map(fieldsOf)) } as HistoryEvent;
    });
}

function fieldsOf(word: string): object {
  if (word === 'shared' || word === 'exclusive') return { mode: word };
  if (word === 'try') return { try: true };
  if (word === 'deletes') return { deletes: true };
  if (/^p-?\d+$/.test(word)) return { priority: Number(word.slice(1)) };
  if (/^t\d+$/.test(word)) return { token: Number(word.slice(1)) };
  return { reason: word };
}

/** `rule line owner` of each problem. */
export function problems(events: Iterable<HistoryEvent>, options?: HistoryOptions): string[] {
  return told(checkHistory(events, options));
}

export function told(verdict: HistoryVerdict): string[] {
  return verdict.legal ? [] : verdict.problems.map(({ rule, line, owner }) => `${rule} ${line} ${owner}`);
}
