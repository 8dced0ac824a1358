/**
 * What is measured in processes of its own, because it would be disturbed by what else is in this one:
 * weight, import, a set of a million locks, the explorer. And what is not timed at all: sizes and timers.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Contender } from '../contenders/contender.ts';
import { type Build, mainFile } from '../contenders/lockchart.ts';
import { peers } from '../contenders/peers.ts';
import type { OnProgress } from '../harness.ts';
import { countTimers } from './count-timers.ts';
import type { Million } from './million.ts';
import { processes, ROOT } from './processes.ts';
import type { Thing } from './weigh.ts';

/** Measured or counted, by contender or by name. */
export type Figures = Readonly<Record<string, number>>;
export type Samples = Readonly<Record<string, readonly number[]>>;

export interface Apart {
  /** Timers made by acquires with a timeout that need not wait. */
  readonly timers: Figures | null;
  /** Bytes of heap. */
  readonly idle: Figures | null;
  readonly waiting: Figures | null;
  /** Bytes after gzip. Null also when the sources are measured. */
  readonly sizes: Figures | null;
  /** Milliseconds, a sample a process. */
  readonly imports: Samples | null;
  /** Null also when it does not fit into 512 MB: then `doesNotFit`. */
  readonly million: Million | null;
  readonly doesNotFit: boolean;
  /** Transitions a second, a sample an exploration. */
  readonly explorer: readonly number[] | null;
}

/** As in `--only`. */
export const APART = ['timers', 'memory', 'size', 'import', 'million', 'explorer'] as const;

const ACQUIRES = 1_000;

export async function measureApart(
  ours: Contender,
  build: Build,
  only: (what: (typeof APART)[number]) => boolean,
  quick: boolean,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<Apart> {
  const contenders = [ours, ...peers];
  const { node, program } = processes(signal);

  async function weigh(thing: Thing): Promise<Figures> {
    const figures: Record<string, number> = {};
    for (const { name, [thing]: offered } of contenders) {
      if (offered === undefined) continue;
      onProgress(`${thing}, ${name}`, Object.keys(figures).length / contenders.length);
      const words = [name, thing, quick ? '10000' : '100000', build];
      figures[name] = await program<number>('weigh', words, ['--expose-gc']);
    }
    return figures;
  }

  async function timeImports(): Promise<Samples> {
    const samples: Record<string, number[]> = {};
    const files = { lockchart: pathToFileURL(resolve(ROOT, mainFile(build))).href };
    const names = peers.flatMap(({ packageName = [] }) => packageName);
    const all = { ...files, ...Object.fromEntries(names.map((name) => [name, import.meta.resolve(name)])) };
    const rounds = quick ? 3 : 25;
    for (let round = 0; round < rounds; round += 1) {
      onProgress('import', round / rounds);
      for (const [name, file] of Object.entries(all)) {
        const taken = Number(await node(['--input-type=module', '--eval', IMPORT, file]));
        samples[name] = [...(samples[name] ?? []), taken];
      }
    }
    return samples;
  }

  async function fill(): Promise<Million | null> {
    onProgress('a million locks', 0);
    try {
      const words = [quick ? '100000' : '1000000', quick ? '3' : '20', build];
      return await program<Million>('million', words, ['--max-old-space-size=512', '--expose-gc']);
    } catch (error) {
      if (isOutOfMemory(error)) return null;
      throw error;
    }
  }

  async function explore(): Promise<readonly number[]> {
    onProgress('explorer', 0);
    return program('explore', quick ? ['small', '3'] : ['large', '5']);
  }

  const million = only('million') ? await fill() : null;
  return {
    timers: only('timers') ? await countTimers(contenders, ACQUIRES) : null,
    idle: only('memory') ? await weigh('idle') : null,
    waiting: only('memory') ? await weigh('waiting') : null,
    sizes: only('size') && build === 'dist' ? await sizes(node) : null,
    imports: only('import') && build === 'dist' ? await timeImports() : null,
    million,
    doesNotFit: only('million') && million === null,
    explorer: only('explorer') ? await explore() : null,
  };
}

const IMPORT = `
  const began = performance.now();
  await import(process.argv[1]);
  console.log(performance.now() - began);
`;

/** By the names of package.json, where the limits are that `npm run package` holds to. */
async function sizes(node: (words: readonly string[]) => Promise<string>): Promise<Figures> {
  const out = await node(['node_modules/size-limit/bin.js', '--json']).catch((error: { stdout?: string }) => {
    // It tells the sizes also where one is over its limit, and fails then.
    if (error.stdout?.startsWith('[')) return error.stdout;
    throw error;
  });
  const told = JSON.parse(out) as readonly { readonly name: string; readonly size: number }[];
  return Object.fromEntries(told.map(({ name, size }) => [name, size]));
}

/** V8 gives up with a signal, or with the code of one where a shell is between. */
function isOutOfMemory(error: unknown): boolean {
  const { stderr = '' } = error as { stderr?: string };
  return stderr.includes('heap out of memory');
}
