/**
 * The log of a run as a recording: a moment is a line. How everything was is found by telling locks what the
 * log says they were told, from the last moment before that was kept.
 */
import { headIn, lineIn } from '../../locks/log-lines.ts';
import { Disagreement, LogReplay, type SavedLocks } from '../../locks/log-replay.ts';
import type { LogHead, LogLine } from '../../run/log-format.ts';
import { UsageError } from '../../usage-error.ts';
import type { Machine } from './machine.ts';
import { ownerName } from './machine.ts';
import type { EventRow, MachineState, Party, Recording } from './recording.ts';
import { eventText } from './rows.ts';
import { TracedLocks } from './traced-locks.ts';

/** So many lines are told again at most when one goes back. */
const KEPT_EVERY = 2_000;
/** So long the page may stand still while a log is read. */
const BREATH_MS = 30;

export class LogRecording implements Recording {
  readonly time = 'file';
  readonly first = 1;
  readonly head: LogHead;
  /** Where it stops making sense; null when it does not. */
  problem: string | null = null;
  readonly #file: string;
  readonly #lines: string[];
  readonly #times: number[] = [];
  /** The states that the lock of a line went through; undefined where it stayed, or there are several. */
  readonly #paths: (readonly string[] | undefined)[] = [];
  readonly #locks = new TracedLocks();
  readonly #replay: LogReplay;
  readonly #kept: SavedLocks[] = [];
  #machines: readonly Machine[] = [];
  #moment = 0;

  /**
   * Reads all of it; `progress` is told how far it has come, from 0 to 1.
   *
   * @throws {UsageError} when it is no log.
   */
  static async read(file: string, text: string, progress: (part: number) => void): Promise<LogRecording> {
    const lines = text.split('\n');
    const recording = new LogRecording(file, headIn(lines[0], file), lines.slice(1));
    await recording.#index(progress);
    return recording;
  }

  private constructor(file: string, head: LogHead, lines: string[]) {
    this.#file = file;
    this.head = head;
    this.#lines = lines.at(-1) === '' ? lines.slice(0, -1) : lines;
    this.#replay = new LogReplay(head, this.#locks.executor);
  }

  get last(): number {
    return this.#times.length;
  }

  get machines(): readonly Machine[] {
    if (this.#machines.length !== this.#locks.machines.size) {
      this.#machines = [...this.#locks.machines.values()];
    }
    return this.#machines;
  }

  timeOf(moment: number): number {
    return this.#times[Math.min(moment, this.last) - 1] ?? 0;
  }

  momentAt(time: number): number {
    let [low, high] = [0, this.last];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#times[middle - 1] ?? 0) <= time) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  hold(): void {
    // All moments stay.
  }

  seek(moment: number): void {
    const kept = Math.floor(moment / KEPT_EVERY);
    if (moment < this.#moment || kept > Math.floor(this.#moment / KEPT_EVERY)) {
      this.#locks.clear();
      this.#replay.restore(this.#kept[kept] as SavedLocks);
      this.#moment = kept * KEPT_EVERY;
    }
    while (this.#moment < moment) this.#apply(this.#line(this.#moment + 1));
  }

  stateOf(machine: Machine): MachineState | undefined {
    return this.#locks.stateOf(machine);
  }

  row(moment: number): EventRow | undefined {
    if (moment < this.first || moment > this.last) return undefined;
    const line = this.#line(moment);
    const { at, job, type } = line;
    const owner: Party = { lane: 'owner', name: job };
    if (type === 'end') {
      const said = line.error ?? '';
      const label = `end ${line.state}`;
      return {
        moment,
        at,
        from: owner,
        to: owner,
        label,
        isAnswer: false,
        path: [],
        said,
        program: '',
        machine: undefined,
      };
    }
    const { level, names } = line;
    const asks = type === 'request';
    const place = placeText(level, names);
    const there: Party = asks ? { lane: 'manager', name: 'manager' } : { lane: 'machine', name: place };
    const isAnswer = type === 'grant' || type === 'refuse';
    return {
      moment,
      at,
      from: isAnswer ? there : owner,
      to: isAnswer ? owner : there,
      label: eventText({ ...line, names: undefined, level: undefined }),
      isAnswer,
      path: this.#paths[moment - 1] ?? [],
      said: asks ? place : '',
      program: '',
      machine: names?.length === 1 && !asks ? this.#locks.machines.get(`${level}/${names[0]}`) : undefined,
    };
  }

  matches(moment: number, machine: Machine | undefined, text: string): boolean {
    const line = this.#lines[moment - 1];
    if (line === undefined || !line.toLowerCase().includes(text)) return false;
    if (machine === undefined) return true;
    const name = machine.name.slice(machine.name.indexOf('/') + 1);
    if (!line.includes(JSON.stringify(name))) return false;
    const said = this.#line(moment);
    if (said.type === 'end' || said.type === 'request') return false;
    return said.names.some((each) => `${said.level}/${each}` === machine.name);
  }

  #line(moment: number): LogLine {
    // The first line is the head.
    return lineIn(this.#lines[moment - 1] ?? '', moment + 1, this.#file);
  }

  #apply(line: LogLine): void {
    this.#moment += 1;
    this.#locks.now = { moment: this.#moment, at: line.at };
    this.#replay.apply(line);
    if (line.type === 'remove') for (const name of line.names) this.#locks.leave(`${line.level}/${name}`);
  }

  async #index(progress: (part: number) => void): Promise<void> {
    this.#kept.push(this.#replay.save());
    let breath = performance.now();
    while (this.last < this.#lines.length && this.problem === null) {
      this.#readOn();
      if (performance.now() - breath < BREATH_MS) continue;
      progress(this.last / this.#lines.length);
      await new Promise((resolve) => setTimeout(resolve));
      breath = performance.now();
    }
  }

  #readOn(): void {
    try {
      const line = this.#line(this.last + 1);
      this.#apply(line);
      this.#times.push(line.at);
      this.#paths.push(this.#locks.takePath());
      if (this.#moment % KEPT_EVERY === 0) this.#kept.push(this.#replay.save());
    } catch (error) {
      if (error instanceof UsageError) this.problem = error.message;
      else if (error instanceof Disagreement) {
        this.problem = `${this.#file}:${this.last + 2}: the log ${error.message}; what comes before is shown`;
      } else throw error;
      // The locks stand in the middle of a line.
      this.#moment = Number.POSITIVE_INFINITY;
      this.seek(this.last);
    }
  }
}

function placeText(level: string, names: readonly string[] | null): string {
  if (names === null) return `${level}/all`;
  const [first] = names;
  const name = `${level}/${ownerName(first)}`;
  return names.length === 1 ? name : names.length === 0 ? `${level}/none` : `${name} +${names.length - 1}`;
}
