/**
 * Reads a file of scenarios, packed or not. The whole of it is checked before any of it is replayed: a file
 * is replayed completely, or it is unreadable and says why.
 */
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Malformed } from './fields.ts';
import { readScenario, type Scenario } from './scenarios.ts';

/** The message says why, in a sentence without the name of the file. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}

export async function readTraceFile(path: string): Promise<Scenario[]> {
  if (!path.endsWith('.jsonl') && !path.endsWith('.jsonl.gz')) {
    throw new UnreadableFile('a trace file is named *.jsonl or *.jsonl.gz');
  }
  const lines = new Lines();
  const take = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of chunks) lines.add(chunk);
    lines.end();
  };
  try {
    const bytes = createReadStream(path);
    await (path.endsWith('.gz') ? pipeline(bytes, createGunzip(), take) : pipeline(bytes, take));
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    throw new UnreadableFile(error instanceof Error ? error.message : String(error));
  }
  // A file that was cut off before its first line must not pass as one in which nothing fails.
  if (lines.scenarios.length === 0) throw new UnreadableFile('there is no scenario in it');
  return lines.scenarios;
}

/** Takes the bytes as they come, and keeps the scenarios. */
class Lines {
  readonly scenarios: Scenario[] = [];
  readonly #lineOfId = new Map<string, number>();
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #unfinished = '';
  #count = 0;

  add(bytes: Uint8Array): void {
    this.#take(this.#decoder.decode(bytes, { stream: true }));
  }

  end(): void {
    this.#take(this.#decoder.decode());
    this.#line(this.#unfinished);
  }

  #take(text: string): void {
    const lines = (this.#unfinished + text).split('\n');
    this.#unfinished = lines.pop() ?? '';
    for (const line of lines) this.#line(line);
  }

  #line(source: string): void {
    this.#count += 1;
    if (source.trim() === '') return;
    try {
      const scenario = readScenario(source);
      const earlier = this.#lineOfId.get(scenario.id);
      if (earlier !== undefined)
        throw new Malformed(`id '${scenario.id}' is that of line ${earlier} already`);
      this.#lineOfId.set(scenario.id, this.#count);
      this.scenarios.push(scenario);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      throw new UnreadableFile(`line ${this.#count}: ${error.message}`);
    }
  }
}
