/**
 * `npm run soak -- --minutes N --seed S`: crowds use locks, sets and managers at random, round after round,
 * on both engines in turn. The log of every round goes through the history checker; heap and handles are
 * watched.
 *
 * Exit codes: 0 all is well; 1 something is not; 2 a wrong option. Ctrl-C ends it after the round.
 */
import { parseArgs } from 'node:util';
import { count } from '../../src/cli/run/style.ts';
import { ROUNDS_OF_A_CYCLE, type RoundReport, runRound } from './round.ts';
import { type Trend, trendOf } from './trend.ts';

const MEGABYTE = 2 ** 20;

/** More of them would be a leak in so many rounds. */
const MOST_GROWTH = 2 * MEGABYTE;

interface Options {
  readonly minutes: number;
  readonly seed: number;
}

class Soak {
  readonly problems: string[] = [];
  readonly tally = new Map<string, number>();
  readonly #options: Options;
  readonly #heap: number[] = [];
  readonly #handles: number[] = [];
  readonly #startedAt = performance.now();
  #rounds = 0;
  #operations = 0;
  #events = 0;
  #isStopped = false;

  constructor(options: Options) {
    this.#options = options;
  }

  stop(): void {
    this.#isStopped = true;
  }

  async run(): Promise<void> {
    const until = this.#startedAt + this.#options.minutes * 60_000;
    const { seed } = this.#options;
    while (!this.#isStopped && performance.now() < until) {
      this.#note(await runRound(this.#rounds, seed * 1_000_003));
      // All kinds of a cycle together: each of them leaves a heap of its own.
      if (this.#rounds % ROUNDS_OF_A_CYCLE === 0) await this.#measure();
      this.#show();
    }
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  }

  summary(): string {
    const [heap, handles] = [trendOf(this.#heap), trendOf(this.#handles)];
    if (heap !== undefined && heap.after - heap.before > MOST_GROWTH)
      this.problems.push(`the heap grows: ${megabytes(heap)}`);
    if (handles !== undefined && handles.after > handles.before)
      this.problems.push(`handles are left: ${handles.before} before, ${handles.after} after`);
    const happened = [...this.tally].toSorted().map(([what, times]) => `${what} ${count(times)}`);
    const shown = this.problems.slice(0, 20).map((problem) => `  ${problem}`);
    return [
      `${count(this.#rounds)} rounds in ${this.#seconds} s with seed ${this.#options.seed}`,
      `${count(this.#operations)} operations, ${count(this.#events)} events at locks`,
      `heap: ${heap === undefined ? 'too few rounds to tell' : megabytes(heap)}`,
      `handles: ${handles === undefined ? 'too few rounds to tell' : `${handles.before} before, ${handles.after} after`}`,
      `what happened: ${happened.join(', ')}`,
      ...(this.problems.length === 0
        ? [`nothing illegal, nothing left${heap === undefined ? '' : ', no growth'}`]
        : [`${count(this.problems.length)} problems:`, ...shown]),
    ].join('\n');
  }

  get #seconds(): number {
    return Math.round((performance.now() - this.#startedAt) / 1_000);
  }

  #note({ kind, operations, events, tally, problems }: RoundReport): void {
    this.#operations += operations;
    this.#events += events;
    for (const [what, times] of tally) this.tally.set(what, (this.tally.get(what) ?? 0) + times);
    this.problems.push(...problems.map((problem) => `round ${this.#rounds} (${kind}): ${problem}`));
    this.#rounds += 1;
  }

  /** Weak references are cleared only between two turns of the event loop. */
  async #measure(): Promise<void> {
    for (let times = 0; times < 3; times += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      globalThis.gc?.();
    }
    this.#heap.push(process.memoryUsage().heapUsed);
    this.#handles.push(process.getActiveResourcesInfo().length);
  }

  #show(): void {
    if (!process.stderr.isTTY) return;
    const heap = Math.round((this.#heap.at(-1) ?? 0) / MEGABYTE);
    const line = `${this.#seconds} s, ${count(this.#rounds)} rounds, ${count(this.#events)} events, heap ${heap} MB`;
    process.stderr.write(`\r\u001b[K${line}, ${this.problems.length} problems`);
  }
}

function megabytes({ before, after }: Trend): string {
  return `${(before / MEGABYTE).toFixed(1)} MB before, ${(after / MEGABYTE).toFixed(1)} MB after`;
}

const USAGE = `Usage: npm run soak -- [--minutes N] [--seed S]

  --minutes  how long, 10 unless given
  --seed     of all that is random, 1 unless given

Ctrl-C ends it after the round. Exit codes: 0 all is well, 1 something is not, 2 a wrong option.
`;

/** Undefined for wrong ones. */
function optionsFrom(words: readonly string[]): (Options & { readonly help: boolean }) | undefined {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        minutes: { type: 'string', default: '10' },
        seed: { type: 'string', default: '1' },
        help: { type: 'boolean', default: false },
      },
    });
    const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
    return minutes > 0 && Number.isSafeInteger(seed) ? { minutes, seed, help: values.help } : undefined;
  } catch {
    // It says no more than the usage does.
    return undefined;
  }
}

async function main(): Promise<number> {
  const options = optionsFrom(process.argv.slice(2));
  if (options === undefined || options.help) {
    (options === undefined ? process.stderr : process.stdout).write(USAGE);
    return options === undefined ? 2 : 0;
  }
  const soak = new Soak(options);
  process.once('SIGINT', () => soak.stop());
  await soak.run();
  process.stdout.write(`${soak.summary()}\n`);
  return soak.problems.length === 0 ? 0 : 1;
}

process.exitCode = await main();
