/** Runs programs on the Node that runs this one. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const run = promisify(execFile);

interface Processes {
  /** What it prints. */
  node(words: readonly string[]): Promise<string>;
  /** One of bench/apart, by name: the JSON that it prints. */
  program<Result>(name: string, words: readonly string[], flags?: readonly string[]): Promise<Result>;
}

/** They end when the signal is aborted. */
export function processes(signal: AbortSignal): Processes {
  const node = async (words: readonly string[]): Promise<string> =>
    (await run(process.execPath, words, { cwd: ROOT, signal })).stdout;
  return {
    node,
    program: async (name, words, flags = []) =>
      JSON.parse(await node([...flags, '--import', 'tsx', `bench/apart/${name}.ts`, ...words])),
  };
}
