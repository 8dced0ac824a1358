/** The command as a process of its own, which is there until it is told to end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Running {
  readonly url: string;
  /** Sends Ctrl-C, and resolves to the exit code. */
  stop(): Promise<number | null>;
  readonly ended: Promise<number | null>;
}

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const children = new Set<ChildProcess>();

/** Resolves when it has printed the URL of the inspector. */
export async function startCommand(words: readonly string[]): Promise<Running> {
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...words], { stdio: 'pipe' });
  children.add(child);
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', (code) => {
      children.delete(child);
      resolve(code);
    });
  });
  let text = '';
  const url = await new Promise<string>((resolve, reject) => {
    const read = (part: unknown): void => {
      text += String(part);
      const [found] = /http:\/\/127\.0\.0\.1:\d+\/\?token=\w+(?=\s|")/.exec(text) ?? [];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void ended.then(() => reject(new Error(`it has ended: ${text}`)));
  });
  const stop = (): Promise<number | null> => {
    child.kill('SIGINT');
    return ended;
  };
  return { url, stop, ended };
}

/** For a test that has failed half-way. */
export function killAll(): void {
  for (const child of children) child.kill('SIGKILL');
}
