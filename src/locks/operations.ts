/**
 * The operations of a lock set or of a lock manager: which of them wait, and what each is answered.
 *
 * One command is carried out with all that follows from it; then answers are told, and timers are set anew
 * for whoever has come to wait at another lock.
 */
import type { OwnerKey } from '../core/lock-set/system.ts';
import type { CancelReason, RequestId } from '../core/shared-lock/commands.ts';
import { type Limits, OperationWait } from './operation-wait.ts';

/** What the answers of all such machines have in common. */
interface AnyAnswer {
  readonly type: string;
  readonly request: RequestId | null;
  readonly names: readonly string[];
  readonly reason?: string;
}

/** How a kind of machine is spoken to. */
export interface Speech<Command, Answer> {
  perform(key: OwnerKey, command: Command): void;
  cancel(request: RequestId, reason: CancelReason): Command;
  raise(request: RequestId, priority: number): Command;
  /** What a request is answered whose signal came first; `names`: what was changed all the same. */
  refuse(request: RequestId, names: readonly string[]): Answer;
}

export class Operations<Command extends { readonly type: string }, Answer extends AnyAnswer> {
  readonly #speech: Speech<Command, Answer>;
  readonly #waits = new Map<OwnerKey, OperationWait<Answer>>();
  readonly #asked = new Set<OwnerKey>();
  #answers: { readonly key: OwnerKey; readonly answer: Answer }[] = [];
  /** The request of the command that is being carried out, and what it was answered. */
  #request: RequestId | null = null;
  #own: Answer | undefined;

  constructor(speech: Speech<Command, Answer>) {
    this.#speech = speech;
  }

  /** For the machines, while they work. */
  answered(key: OwnerKey, answer: Answer): void {
    if (this.#request !== null && answer.request === this.#request) this.#own = answer;
    else this.#answers.push({ key, answer });
  }

  /** For the machines, while they work. The last to ask comes last. */
  asked(key: OwnerKey): void {
    // Whoever does not wait yet sets a timer when that begins.
    if (!this.#waits.has(key)) return;
    this.#asked.delete(key);
    this.#asked.add(key);
  }

  /**
   * Begins an operation. Gives its answer, if it has come at once; else there is something to `wait` for.
   *
   * @throws the signal's reason when that is aborted already; then nothing was asked.
   */
  begin(
    key: OwnerKey,
    command: Command & { readonly request: RequestId },
    { signal }: Limits,
  ): Answer | undefined {
    if (signal?.aborted) throw signal.reason;
    return this.perform(key, command, command.request);
  }

  /**
   * The answer of what was asked just now. `undo` gives back what was granted, where the signal or a failure
   * came first.
   */
  wait(key: OwnerKey, request: RequestId, limits: Limits, undo: () => void): Promise<Answer> {
    const wait = new OperationWait<Answer>(request, limits, {
      cancel: (reason) => void this.perform(key, this.#speech.cancel(request, reason), null),
      raise: (priority) => void this.perform(key, this.#speech.raise(request, priority), null),
      undo,
    });
    this.#waits.set(key, wait);
    wait.begin();
    return wait.answered;
  }

  /** An operation that never waits. */
  settle(key: OwnerKey, command: Command & { readonly request: RequestId }): Answer {
    const answer = this.perform(key, command, command.request);
    if (answer === undefined) {
      throw new Error(`lockchart: '${command.type}' was not answered; please report this`);
    }
    return answer;
  }

  /** One command and all that follows; returns the answer to `request`, if it has come. */
  perform(key: OwnerKey, command: Command, request: RequestId | null): Answer | undefined {
    this.#request = request;
    this.#own = undefined;
    this.#speech.perform(key, command);
    const own = this.#own;
    this.#own = undefined;
    if (this.#answers.length > 0 || this.#asked.size > 0) this.#tellOthers();
    return own;
  }

  #tellOthers(): void {
    const answers = this.#answers;
    const asked = [...this.#asked];
    this.#answers = [];
    this.#asked.clear();
    for (const { key, answer } of answers) this.#tell(key, answer);
    for (const key of asked) this.#waits.get(key)?.waitAnew();
  }

  #tell(key: OwnerKey, answer: Answer): void {
    const wait = this.#waits.get(key);
    // What a late cancel or a raise is answered concerns nobody.
    if (wait === undefined || wait.request !== answer.request || isAside(answer)) return;
    this.#waits.delete(key);
    if (answer.type.endsWith('.refused') || wait.accepts()) {
      wait.end(answer);
      return;
    }
    // Members that were added or removed stay so.
    wait.end(this.#speech.refuse(wait.request, /added|removed/.test(answer.type) ? answer.names : []));
    if (/acquired|added/.test(answer.type)) wait.orders.undo();
  }
}

const isAside = ({ type, reason }: AnyAnswer): boolean =>
  type.endsWith('.raised') || reason === 'not-waiting' || reason === 'not-more-urgent';
