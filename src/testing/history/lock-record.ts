/**
 * What a history has said of one lock until now, beside the machine that says what may come next.
 *
 * Nothing is known here of who fits or whose turn it is: the machine is read in one of two ways. Ordered: it
 * is asked when the history says that somebody asked, it queues and grants, and the history has to tell what
 * it answered. Otherwise it is asked only when the history says that somebody was granted, and not to wait,
 * so all that counts is who holds. That is enough: an acquire takes effect somewhere between its request and
 * its grant, a release at once, and a hold that begins as late as it can overlaps the fewest others.
 */
import type { Mode } from '../../core/shared-lock/commands.ts';
import { Ends } from './ends.ts';
import type { Entry, Objection, Wrong } from './entries.ts';
import type {
  DowngradeEvent,
  GrantEvent,
  HistoryEvent,
  HistoryOptions,
  RaiseEvent,
  RefuseEvent,
  ReleaseEvent,
  RemoveEvent,
  RequestEvent,
} from './events.ts';
import { Holds } from './holds.ts';
import { LockMachine } from './lock-machine.ts';
import { Tokens } from './tokens.ts';

/** A request that the history has not answered yet. */
interface Asked {
  readonly request: RequestEvent;
  readonly entry: Entry;
  /** The greatest token by then. */
  readonly token: number;
}

export class LockRecord {
  readonly #options: HistoryOptions;
  machine = new LockMachine();
  #asked = new Map<string, Asked>();
  #held = new Holds();
  /** Those that ask for no wait, with nothing in their way until now. */
  #unobstructed = new Set<string>();
  #tokens = new Tokens();
  #ends = new Ends();
  #isFresh = true;

  constructor(options: HistoryOptions) {
    this.#options = options;
  }

  /** Writes down what happened; or says why it cannot have, and is of no use any more. */
  apply(entry: Entry): Objection | undefined {
    const wrong = this.#late(entry.event) ?? this.#apply(entry);
    this.#isFresh = false;
    return wrong && { ...entry, rule: wrong[0], message: wrong[1] };
  }

  /** What is missing if nothing more comes. */
  *end(): Generator<Objection> {
    if (this.#options.complete === false) return;
    for (const [owner, { entry }] of this.#asked) {
      yield { ...entry, rule: 'answered', message: `${owner} is never answered` };
    }
    for (const [owner, { entry, mode }] of this.#held) {
      yield { ...entry, rule: 'released', message: `${owner} never lets go of it (${mode})` };
    }
  }

  fork(): LockRecord {
    const copy = new LockRecord(this.#options);
    copy.machine = this.machine.fork();
    copy.#asked = new Map(this.#asked);
    copy.#held = new Holds(this.#held);
    copy.#unobstructed = new Set(this.#unobstructed);
    copy.#tokens = this.#tokens.copy();
    copy.#isFresh = this.#isFresh;
    copy.#ends = this.#ends.copy();
    return copy;
  }

  /** Two records that have told of the same events and have one key answer alike whatever comes. */
  key(): string {
    // Who waits and who holds is the same after the same events, but not in which order they came.
    const asked = [...this.#asked].map(([owner, { token }]) => `${owner} ${token}`).toSorted();
    const tries = [...this.#unobstructed].toSorted();
    return JSON.stringify([this.machine.key(), tries, asked, this.#tokens.key(), this.#ends.key()]);
  }

  #apply(entry: Entry): Wrong {
    const { event } = entry;
    if (event.type === 'request') return this.#request(event, entry);
    if (event.type === 'grant') return this.#grant(event, entry);
    if (event.type === 'refuse') return this.#refuse(event);
    if (event.type === 'raise') return this.#raise(event);
    if (event.type === 'remove') return this.#remove(event, entry);
    if (event.type === 'add') return this.#add();
    if (event.type === 'close') return this.#close();
    return this.#change(event, entry);
  }

  /** Where grants are written down at once, nothing comes between a turn and the word of it. */
  #late({ type, owner }: HistoryEvent): Wrong {
    const { due } = this.machine;
    if (!this.#isPrompt || due === undefined || type === 'grant') return undefined;
    const isAnswer = type === 'remove' || type === 'refuse';
    if (isAnswer && this.machine.answerTo(owner) !== 'pending') return undefined;
    return ['prompt', `it is the turn of ${due}, who is not told before ${owner} says '${type}'`];
  }

  #request(request: RequestEvent, entry: Entry): Wrong {
    const { owner, mode = 'exclusive', try: isTry = false, deletes = false } = request;
    if (this.#asked.has(owner)) return ['one-role', `${owner} asks while it waits`];
    if (this.#held.has(owner) && !deletes) return ['one-role', `${owner} asks for what it holds`];
    const isObstructed =
      this.#ends.isClosed || this.#asked.size > 0 || this.#held.against(owner, mode) !== undefined;
    this.#unobstructed.clear();
    if (isTry && !isObstructed) this.#unobstructed.add(owner);
    this.#asked.set(owner, { request, entry, token: this.#tokens.greatest });
    this.#ends.request(owner, this.machine.isDeleted);
    if (this.#isOrdered) this.machine.ask(request, entry.index, isTry);
    return undefined;
  }

  #grant({ owner, mode, token }: GrantEvent, entry: Entry): Wrong {
    const asked = this.#asked.get(owner);
    if (asked === undefined) return ['requested', `${owner} is granted what it has not asked for`];
    const { mode: wanted = 'exclusive', deletes } = asked.request;
    if (deletes === true) return ['mode', `${owner} is granted what it asked to remove`];
    if ((mode ?? wanted) !== wanted) return ['mode', `${owner} asked for ${wanted}, and is granted ${mode}`];
    if (!this.#isGiven(owner, 'granted', asked.request, entry))
      return this.#whyNot(owner, wanted, `is granted ${wanted}`);
    this.#answered(owner);
    this.#unobstructed.clear();
    this.#held.set(owner, { mode: wanted, entry });
    if (token === undefined) return undefined;
    const wrong = this.#tokens.take(token, wanted, asked.token, this.#isPrompt);
    return wrong === undefined ? undefined : ['tokens', `${owner} is given ${wrong}`];
  }

  #refuse({ owner, reason }: RefuseEvent): Wrong {
    const asked = this.#asked.get(owner);
    if (asked === undefined) return ['requested', `${owner} is refused, and does not wait`];
    const answer = this.machine.answerTo(owner);
    if (answer === 'granted' || answer === 'deleted')
      return ['refusal', `${owner} is refused what is its own`];
    if (answer === 'pending' && !this.#isEnded(owner, reason)) {
      if (reason === 'deleted')
        return ['refusal', `${owner} is refused by the end of a lock that has not ended`];
      if (this.#isOrdered) this.machine.cancel(owner, asked.entry.index);
      else if (this.#unobstructed.has(owner))
        return ['refusal', `${owner} is refused a try, with nothing in its way`];
    }
    this.#answered(owner);
    return undefined;
  }

  #change(event: ReleaseEvent | DowngradeEvent, entry: Entry): Wrong {
    const { owner } = event;
    const type = event.type === 'downgrade' ? 'downgrade' : 'release';
    const mode = event.type === 'release' ? event.mode : undefined;
    const held = this.#held.get(owner);
    if (held === undefined) return ['holder', `${owner} says '${type}', and does not hold it`];
    if ((mode ?? held.mode) !== held.mode)
      return ['mode', `${owner} releases ${mode}, and held ${held.mode}`];
    if (type === 'downgrade') this.#held.set(owner, { mode: 'shared', entry });
    else this.#held.delete(owner);
    this.machine.change(type, owner);
    return undefined;
  }

  #remove({ owner }: RemoveEvent, entry: Entry): Wrong {
    const asked = this.#asked.get(owner);
    if (asked?.request.deletes !== true)
      return ['requested', `${owner} removes it, and has not asked for that`];
    if (!this.#isGiven(owner, 'deleted', asked.request, entry))
      return this.#whyNot(owner, 'exclusive', 'removes it');
    this.#answered(owner);
    this.#held.delete(owner);
    this.#ends.remove(this.#asked.keys());
    return undefined;
  }

  #raise({ owner, priority }: RaiseEvent): Wrong {
    const asked = this.#asked.get(owner);
    if (asked === undefined) return ['requested', `${owner} is raised, and does not wait`];
    if (this.#isOrdered && this.machine.answerTo(owner) === 'pending')
      this.machine.raise(owner, asked.entry.index, priority);
    return undefined;
  }

  #add(): Wrong {
    if (!this.#isFresh && !this.machine.isDeleted) return ['removed', 'it is added, and has been there'];
    this.machine.restart();
    this.#ends.add();
    return undefined;
  }

  /** Where only holds are judged, who was let in before may be told of it later. */
  #close(): Wrong {
    if (this.#isOrdered) this.machine.close();
    this.#ends.close();
    this.#unobstructed.clear();
    return undefined;
  }

  get #isOrdered(): boolean {
    return this.#options.ordered === true;
  }

  get #isPrompt(): boolean {
    return this.#isOrdered && this.#options.prompt === true;
  }

  #answered(owner: string): void {
    this.#asked.delete(owner);
    this.#unobstructed.delete(owner);
    this.machine.told(owner);
    this.#ends.answered(owner);
  }

  /** Whether the machine gives it that; it is asked only now where a request takes effect with its grant. */
  #isGiven(owner: string, what: 'granted' | 'deleted', request: RequestEvent, { index }: Entry): boolean {
    if (!this.#isOrdered) {
      if (this.#ends.isTooLate(owner)) return false;
      this.machine.ask(request, index, true);
    }
    return this.machine.answerTo(owner) === what;
  }

  /** The lock may have ended for it, if only whoever asked for that has not been told yet. */
  #isEnded(owner: string, reason: string | undefined): boolean {
    if (this.machine.isDeleted || this.#ends.mayHear(owner)) return true;
    if (this.#isOrdered || reason !== 'deleted') return false;
    return [...this.#asked].some(
      ([other, { request }]) => other !== owner && request.deletes === true && this.#held.isEmptyBut(other),
    );
  }

  /** What the machine did not allow. */
  #whyNot(owner: string, mode: Mode, what: string): Wrong {
    const other = this.#held.against(owner, mode);
    if (other !== undefined)
      return ['exclusion', `${owner} ${what} while ${other[0]} holds it ${other[1].mode}`];
    if (this.machine.isDeleted || this.machine.isClosed || this.#ends.isTooLate(owner))
      return ['removed', `${owner} ${what} after its end`];
    if (this.#held.has(owner)) return ['mode', `${owner} ${what}, and holds it shared`];
    const next = this.machine.due ?? this.machine.head;
    return ['order', `${owner} ${what} before ${next ?? 'somebody'}, whose turn it is`];
  }
}
