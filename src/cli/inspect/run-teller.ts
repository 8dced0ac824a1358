/**
 * Tells pages of a run in this process.
 *
 * A run does more in a second than a page can show. So while pages have enough to do, and while the run does
 * not keep up, nothing is told; then they are told how much they have missed, and of every machine concerned
 * how it is now.
 */
import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { Audience } from '../../inspect/audience.ts';
import { Messages } from '../../inspect/messages.ts';
import { type DroppedMessage, type HelloMessage, PROTOCOL_VERSION } from '../../inspect/protocol.ts';
import type { InspectedMachine, InspectionEvent } from '../../locks/inspection.ts';
import { humanDuration } from '../run/durations.ts';
import type { Definitions } from './definitions.ts';
import type { Hub, TellerLine } from './hub.ts';
import type { Said } from './source.ts';

/** Bytes that wait for pages when they have enough to do, and when they have little left. */
const ENOUGH = 512 * 1024;
const LITTLE = 32 * 1024;

/** A run that does not keep up tells so many bytes at once. */
const FEW = 64 * 1024;

/** Then it is left in peace: for so many milliseconds, and so many times as long as it told something. */
const SHORTEST_PEACE = 800;
const PEACE_FACTOR = 3;

/** A run keeps up when it has not fallen behind for so many milliseconds. */
const SLOW = 5_000;

/** Milliseconds between two words on how far behind the run is. */
const BEHIND_STEP = 1_000;

/**
 * So much of a list is enough to see what it is: whoever takes two thousand locks has a list of them in its
 * context, two thousand times.
 */
const LONGEST_LIST = 20;

export class RunTeller {
  readonly audience = new Audience(LONGEST_LIST);
  readonly #hub: Hub;
  readonly #line: TellerLine;
  readonly #title: string;
  readonly #instance = randomUUID();
  readonly #messages = new Messages();
  #numberOf: Definitions['numberOf'] = () => 0;
  /** By machine, the one at the top of it. */
  readonly #living = new Map<InspectedMachine, string>();
  /** Bytes that may wait for pages until they have enough to do. */
  #most = ENOUGH;
  #cameAt = performance.now();
  #leftAt = this.#cameAt;
  /** When it was seen last that the run does not keep up. */
  #slowAt = Number.NEGATIVE_INFINITY;
  #behindMs = 0;
  #saidBehindMs = 0;

  constructor(hub: Hub, file: string) {
    this.#hub = hub;
    this.#title = `lockchart run ${basename(file)}`;
    this.#line = hub.enter((number, definitions) => {
      this.#numberOf = (text) => definitions.numberOf(text);
      return { number, present: () => this.#present() };
    });
    this.#line.tell(this.#hello());
    this.audience.join((event) => this.#told(event), []);
  }

  /** Sees how pages and the run are getting on. `behindMs`: how much longer it has taken than it should. */
  look(behindMs: number): void {
    if (behindMs > this.#behindMs) this.#slowAt = performance.now();
    this.#behindMs = behindMs;
    if (behindMs - this.#saidBehindMs >= BEHIND_STEP) {
      this.#saidBehindMs = behindMs;
      this.#line.tell(this.#hello());
    }
    const peace = Math.max(SHORTEST_PEACE, PEACE_FACTOR * (this.#leftAt - this.#cameAt));
    const isRested = this.#keepsUp || performance.now() - this.#leftAt > peace;
    if (this.audience.isAway && isRested && this.#hub.waiting <= LITTLE) this.goOn();
  }

  get #keepsUp(): boolean {
    return performance.now() - this.#slowAt > SLOW;
  }

  /** Tells what was missed, and what happens from now on. */
  goOn(): void {
    this.#cameAt = performance.now();
    // However much there is to make up for, something of what happens now is told too.
    this.#most = Number.POSITIVE_INFINITY;
    const count = this.audience.comeBack();
    this.#most = this.#hub.waiting + (this.#keepsUp ? ENOUGH : FEW);
    const dropped: DroppedMessage = { type: 'lockchart.dropped', createdAt: Date.now().toString(), count };
    if (count > 0) this.#line.tell({ text: JSON.stringify(dropped) });
  }

  #told(event: InspectionEvent): void {
    const { type, actorRef, rootId } = event;
    const { sessionId } = actorRef;
    const text = type === '@xstate.actor' ? undefined : this.#messages.textOf(event);
    if (type === '@xstate.actor') {
      const said = this.#registrationOf(actorRef, rootId);
      this.#line.tell(this.#living.has(actorRef) ? said : { ...said, begins: sessionId });
      this.#living.set(actorRef, rootId);
    } else if (text !== undefined) {
      const isOver = type === '@xstate.snapshot' && event.snapshot.status !== 'active';
      this.#line.tell(isOver && this.#living.delete(actorRef) ? { text, ends: sessionId } : { text });
    }
    if (this.audience.isAway || this.#hub.waiting <= this.#most) return;
    this.audience.leave();
    this.#leftAt = performance.now();
  }

  *#present(): Generator<Said> {
    yield this.#hello();
    for (const [machine, rootId] of this.#living) yield this.#registrationOf(machine, rootId);
  }

  #registrationOf(actorRef: InspectedMachine, rootId: string): Said {
    const definition = this.#numberOf(this.#messages.definitionOf(actorRef));
    const numbered = { definition: '', definitionNumber: definition };
    return { text: this.#messages.registrationOf({ actorRef, rootId }, numbered), definition };
  }

  #hello(): Said {
    const behind = this.#saidBehindMs === 0 ? '' : `, ${humanDuration(this.#saidBehindMs)} behind`;
    const hello: HelloMessage = {
      type: 'lockchart.hello',
      protocol: PROTOCOL_VERSION,
      createdAt: Date.now().toString(),
      instance: this.#instance,
      title: this.#title + behind,
      pid: process.pid,
    };
    return { text: JSON.stringify(hello) };
  }
}
