/**
 * A file of JSON objects, one a line, written while a run goes on.
 *
 * A run cannot wait for a disk without changing what it measures, so lines are gathered in memory and one
 * write at a time takes all that have come since the last. A disk that fails ends the file, not the run; the
 * failure is told when the file is closed.
 */
import type { FileHandle } from 'node:fs/promises';

export class LineFile {
  readonly #file: FileHandle;
  #lines: string[] = [];
  #writing: Promise<void> | undefined;
  #failure: Error | undefined;

  /** Closes the file in the end. */
  constructor(file: FileHandle) {
    this.#file = file;
  }

  write(value: object): void {
    if (this.#failure !== undefined) return;
    this.#lines.push(`${JSON.stringify(value)}\n`);
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
