/**
 * What the tests of the replayer share: scenarios to spoil, files to put them in, and the command in-process.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { conformance } from './command.ts';

/** What the command returned and printed. */
export interface Ran {
  readonly status: 0 | 1 | 2;
  readonly out: string;
  readonly error: string;
}

export async function run(...words: string[]): Promise<Ran> {
  let [out, error] = ['', ''];
  const status = await conformance(words, {
    out: (text) => {
      out += text;
    },
    error: (text) => {
      error += text;
    },
  });
  return { status, out, error };
}

/** The path of a new file with this content, gone after the test. */
export function fileOf(content: string | Uint8Array, name = 'trace.jsonl'): string {
  const folder = mkdtempSync(join(tmpdir(), 'lockchart-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

export function lineOf(scenario: unknown): string {
  return `${JSON.stringify(scenario)}\n`;
}

/**
 * One that passes: A shares, B waits until 50 ms for exclusive, and C, who shares too, is let in when B gives
 * up.
 */
export function goodScenario() {
  return {
    id: 'good',
    level: 'SharedLock',
    name: 'gives-up',
    setup: { clients: ['A', 'B', 'C'] },
    tags: ['lost-wakeup'],
    tagAt: 3,
    steps: [
      {
        op: { client: 'A', do: 'acquire', shared: true } as Record<string, unknown>,
        out: [{ c: 'A', r: 'ok' }] as Record<string, unknown>[],
        state: 'shared:A' as string | undefined,
      },
      {
        op: { client: 'B', do: 'acquire', shared: false, timeout: 50 },
        out: [],
        state: 'shared:A|exclusive@0:B',
      },
      {
        op: { client: 'C', do: 'acquire', shared: true },
        out: [],
        state: 'shared:A|exclusive@0:B|shared@0:C',
      },
      {
        op: { do: 'advance', ms: 60 },
        out: [{ c: 'B', r: 'timeout', at: 50 }],
        state: 'shared:A|shared@0:C',
      },
      {
        op: { client: 'A', do: 'isOwned', shared: 0 },
        out: [{ c: 'A', r: 'ok', v: false }],
        state: undefined,
      },
    ],
    eager: [
      {
        // In another order than they come, which counts for nothing.
        out: [
          { c: 'C', r: 'ok', at: 50 },
          { c: 'B', r: 'timeout', at: 50 },
        ] as Record<string, unknown>[],
        state: 'shared:A,C',
      },
      { out: [{ c: 'A', r: 'ok', v: false }], state: 'shared:A,C' },
    ],
  };
}

export type GoodScenario = ReturnType<typeof goodScenario>;

/** A part of the good scenario, to be spoilt. */
export function part<Item>(list: readonly Item[], index: number): Item {
  const item = list[index];
  if (item === undefined) throw new Error(`the good scenario has no part ${index}`);
  return item;
}

/** A file with the good scenario after something was done to it. */
export function spoilt(spoil: (scenario: GoodScenario) => void): string {
  const scenario = goodScenario();
  spoil(scenario);
  return fileOf(lineOf(scenario));
}
