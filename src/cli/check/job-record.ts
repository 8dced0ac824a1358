/**
 * What a log says of one job until now, and whether the next line of it can be: a job gets what it asked for,
 * in the mode and with the priority in which it asked, and gives back what it got.
 *
 * The locks are not judged here. The lock of a set is taken for many things that are done to it, in modes and
 * with priorities of their own.
 */
import { LEVELS, LOCKSET_NAME, type Mode } from '../../index.ts';
import type { HistoryRule } from '../../testing/history/events.ts';
import type { LockLogLine, LogLine, RequestLine } from '../run/log-format.ts';

/** What can be wrong with a line, beside what can be wrong with a history. */
export type RunRule = HistoryRule | 'priority' | 'sequence';

export type Wrong = readonly [RunRule, string] | undefined;

type LineOf<Type extends LogLine['type']> = Extract<LogLine, { readonly type: Type }>;

/** What the job wants at one level. */
interface Wish {
  /** Null for all. */
  readonly names: ReadonlySet<string> | null;
  readonly mode: Mode;
  /** As urgent as it has become. */
  priority: number;
  /** What it was told since it asked: each lock answers once. */
  readonly answered: Set<string>;
}

type Held = Readonly<Record<'mode' | 'priority' | 'token', unknown>>;

export class JobRecord {
  /** Its last request, with its place in the file. */
  asked: { readonly number: number; readonly line: RequestLine };
  readonly #wishes = new Map<string, Wish>();
  readonly #waits = new Set<string>();
  readonly #held = new Map<string, Held>();
  /** An attempt is over: it may begin anew. */
  #isRefused = true;

  constructor(asked: JobRecord['asked']) {
    this.asked = asked;
  }

  request(asked: JobRecord['asked']): Wrong {
    const { job, level, names, mode, priority, new: isNew = false } = asked.line;
    const isLater = placeOf(level) > placeOf(this.asked.line.level);
    const isFree = this.#isRefused && this.#held.size === 0;
    const isAsking = this.#waits.size > 0 || !(isLater || isFree);
    this.#isRefused = false;
    this.asked = asked;
    // Whoever adds asks for no place in a queue.
    const wish = { names: names && new Set(names), mode, priority: isNew ? 0 : priority };
    this.#wishes.set(level, { ...wish, answered: new Set() });
    return isAsking
      ? ['one-role', `${job} asks at the level '${level}' while it asks for, or holds, what it asked before`]
      : undefined;
  }

  /** The lock of a set is taken as often as something is done to the set. */
  mayHave(level: string, name: string): boolean {
    if (name === LOCKSET_NAME) return true;
    const wish = this.#wishes.get(level);
    if (wish === undefined || wish.answered.has(name)) return false;
    return wish.names === null || wish.names.has(name);
  }

  waitsAt(lock: string): boolean {
    return this.#waits.has(lock);
  }

  /** Writes down what happened at one lock of a line, the `place`th of its names. */
  happened(line: LockLogLine, name: string, place: number): Wrong {
    const lock = `${line.level}/${name}`;
    if (line.type === 'wait') return this.#wait(line, name, lock);
    if (line.type === 'raise') return this.#raise(line);
    if (line.type === 'release' || line.type === 'downgrade') return this.#change(line, lock, place);
    if (line.type === 'add') return undefined;
    this.#waits.delete(lock);
    if (line.type === 'remove') {
      this.#held.delete(lock);
      return undefined;
    }
    this.#wishes.get(line.level)?.answered.add(name);
    if (line.type === 'refuse') {
      this.#isRefused = true;
      return line.try ? this.#compare(line, name) : undefined;
    }
    const { mode, priority, tokens } = line;
    this.#held.set(lock, { mode, priority, token: tokens[place] });
    return this.#compare(line, name);
  }

  #wait(line: LineOf<'wait'>, name: string, lock: string): Wrong {
    this.#waits.add(lock);
    return line.deletes ? undefined : this.#compare(line, name);
  }

  /** It stays as urgent at the locks of the level that it comes to. */
  #raise({ job, level, priority }: LineOf<'raise'>): Wrong {
    const wish = this.#wishes.get(level);
    if (wish === undefined) return undefined;
    const before = wish.priority;
    wish.priority = priority;
    return priority < before
      ? undefined
      : ['priority', `${job} is raised from priority ${before} to ${priority}`];
  }

  #change(line: LineOf<'release' | 'downgrade'>, lock: string, place: number): Wrong {
    const held = this.#held.get(lock);
    // That is no holder to the history either.
    if (held === undefined) return undefined;
    const { type, job, priority, tokens } = line;
    if (type === 'release') this.#held.delete(lock);
    else this.#held.set(lock, { ...held, mode: 'shared' });
    if (type === 'downgrade' && line.mode !== 'shared')
      return ['mode', `${job} holds ${lock} ${line.mode} after a downgrade`];
    if (tokens[place] !== held.token)
      return ['tokens', `${job} says '${type}' with token ${tokens[place]}, and was given ${held.token}`];
    if (priority === held.priority) return undefined;
    return ['priority', `${job} says '${type}' with priority ${priority}, and was granted ${held.priority}`];
  }

  #compare(line: Extract<LockLogLine, { readonly mode: Mode }>, name: string): Wrong {
    const { type, job, mode, priority } = line;
    const wish = this.#wishes.get(line.level);
    if (wish === undefined || name === LOCKSET_NAME) return undefined;
    if (mode !== wish.mode) return ['mode', `${job} asked for ${wish.mode}, and the '${type}' says ${mode}`];
    if (priority === wish.priority) return undefined;
    return ['priority', `${job} asks with priority ${wish.priority}, and the '${type}' says ${priority}`];
  }
}

function placeOf(level: string): number {
  return (LEVELS as readonly string[]).indexOf(level);
}
