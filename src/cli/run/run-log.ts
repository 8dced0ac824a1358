/**
 * The log of a run: one JSON object a line, for every request, grant, refusal and release.
 *
 * A run cannot wait for a disk without changing what it measures, so lines are gathered in memory and one
 * write at a time takes all that have come since the last. A disk that fails ends the log, not the run; the
 * failure is told when the log is closed.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { roundMs } from './durations.ts';
import type { RunRecord } from './run-words.ts';

export class RunLog {
  readonly #file: FileHandle;
  #lines: string[] = [];
  #writing: Promise<void> | undefined;
  #failure: Error | undefined;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Begins an empty log; rejects where it cannot be written. */
  static async create(path: string): Promise<RunLog> {
    return new RunLog(await open(path, 'w'));
  }

  write(record: RunRecord): void {
    if (this.#failure !== undefined) return;
    this.#lines.push(`${JSON.stringify({ ...record, at: roundMs(record.at) })}\n`);
    this.#writing ??= this.#writeAll();
  }

  /** Resolves when every line is in the file; rejects if one could not be written. */
  async close(): Promise<void> {
    await this.#writing;
    await this.#file.close();
    if (this.#failure !== undefined) throw this.#failure;
  }

  async #writeAll(): Promise<void> {
    try {
      while (this.#lines.length > 0) {
        const batch = this.#lines.join('');
        this.#lines = [];
        await this.#file.appendFile(batch);
      }
    } catch (error) {
      this.#failure = error as Error;
      this.#lines = [];
    }
    this.#writing = undefined;
  }
}
