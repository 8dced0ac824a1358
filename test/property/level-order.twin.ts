/**
 * A lock manager again, written to be plainly right and nothing else: from DESIGN-level prose, with no rule
 * imported. It exists to disagree with the machines.
 *
 * No keyring counts anything: what an owner has is asked of the sets each time.
 */
import type {
  KeyringAnswer,
  KeyringCommand,
  KeyringRefusalReason,
} from '../../src/core/level-order/commands.ts';
import type { ManagerSetup } from '../../src/core/level-order/system.ts';
import type { LockSetCommand, SetAnswer } from '../../src/core/lock-set/commands.ts';
import { SetTwin } from './lock-set.twin.ts';
import type { Key } from './named-locks.twin.ts';
import type { Standing } from './set-commands.ts';
import { Line } from './waiting.twin.ts';

type AtLevel = Extract<KeyringCommand, { level: string }>;

/** What an owner is about. */
interface Busy {
  readonly key: Key;
  readonly request: number;
  readonly level: string;
  /** The request to give back everything. */
  closing: number | null;
  /** How many levels are still to be given back. */
  left: number;
}

const NOTHING = { members: 0, setLock: false };

export class ManagerTwin {
  readonly #line = new Line();
  readonly #levels: readonly { name: string; modifiable: boolean; set: SetTwin }[];
  readonly #bigLock: string | null;
  #busy: Busy[] = [];
  #told: { readonly key: Key; readonly answer: KeyringAnswer }[] = [];

  constructor({ levels, bigLock }: ManagerSetup) {
    this.#bigLock = bigLock;
    this.#levels = levels.map(({ name, modifiable, members }) => {
      const hear = (key: Key, answer: SetAnswer) => this.#line.post(() => this.#hear(key, answer));
      return { name, modifiable, set: new SetTwin(members, this.#line, hear) };
    });
  }

  get state() {
    const sets = this.#levels.map(({ set }) => set.state);
    const owners = sets.flatMap((set) => set.owners.map(({ key }) => key));
    const sorted = [...new Set(owners)].toSorted((one, other) => (String(one) < String(other) ? -1 : 1));
    return { sets, keyrings: sorted.map((key) => this.#keyringOf(key)) };
  }

  standing(key: Key, level: string): Standing {
    const { held = [], ownsAny = false } = this.#setAt(level)?.standing(key) ?? {};
    return { held, ownsAny, waits: this.#busyOf(key)?.request };
  }

  perform(key: Key, command: KeyringCommand) {
    this.#line.post(() => {
      const reason = this.#begin(key, command);
      if (reason === null) return;
      this.#tell(key, { type: 'keyring.refused', request: command.request, reason, names: [] });
    });
    this.#line.run();
    const told = this.#told;
    this.#told = [];
    return told;
  }

  /** What is being acquired at the level of the moment does not count yet. */
  #keyringOf(key: Key) {
    const busy = this.#busyOf(key);
    const held = this.#levels.map(({ name, set }) => {
      const { held: members, holdsSetLock } = set.standing(key);
      return name === busy?.level ? NOTHING : { members: members.length, setLock: holdsSetLock };
    });
    const [first] = this.#levels;
    const isFirst = busy !== undefined && busy.level === first?.name;
    const holdsBigLock = !isFirst && this.#holdsBigLock(key);
    return { key, held, holdsBigLock, request: busy?.request, level: busy?.level };
  }

  /** Gives the reason, when it is refused at once. */
  #begin(key: Key, command: KeyringCommand): KeyringRefusalReason | null {
    const { request } = command;
    const busy = this.#busyOf(key);
    switch (command.type) {
      case 'keyring.cancel':
      case 'keyring.raise':
        if (busy?.request !== request) return 'not-waiting';
        this.#order(busy.level, key, command);
        return null;
      case 'keyring.releaseAll':
        if (busy === undefined) this.#giveBackAll(key, request);
        else {
          busy.closing = request;
          this.#order(busy.level, key, { type: 'keyring.cancel', request: busy.request, reason: 'abort' });
        }
        return null;
      default: {
        const reason = busy === undefined ? this.#objection(key, command) : 'keyring-busy';
        if (reason !== null) return reason;
        this.#busy.push({ key, request, level: command.level, closing: null, left: 0 });
        this.#order(command.level, key, command);
        return null;
      }
    }
  }

  /** What the order of levels, or the big lock, has against it. */
  #objection(key: Key, command: AtLevel): KeyringRefusalReason | null {
    const place = this.#levels.findIndex(({ name }) => name === command.level);
    const level = this.#levels[place];
    const isChange = command.type === 'keyring.add' || command.type === 'keyring.remove';
    if (isChange && level?.modifiable !== true) return 'immutable-level';
    if (level === undefined) return 'invalid-level';
    const { ownsAny, holdsSetLock } = level.set.standing(key);
    const holdsGreater = this.#levels.slice(place + 1).some(({ set }) => set.standing(key).ownsAny);
    const lacksBigLock = this.#bigLock !== null && !this.#holdsBigLock(key);
    switch (command.type) {
      case 'keyring.acquire':
        if (lacksBigLock && !this.#isOfBigLock(place, command.names)) return 'bgl-required';
        return holdsGreater ? 'level-order' : null;
      case 'keyring.release':
        return this.#isOfBigLock(place, command.names) && holdsGreater ? 'bgl-release' : null;
      case 'keyring.downgrade':
        return null;
      case 'keyring.add':
        if (lacksBigLock) return 'bgl-required';
        return holdsGreater ? 'level-order' : null;
      case 'keyring.remove':
        if (lacksBigLock) return 'bgl-required';
        return holdsGreater && !ownsAny ? 'level-order' : null;
      case 'keyring.names':
        return !holdsSetLock && (ownsAny || holdsGreater) ? 'level-order' : null;
    }
  }

  #isOfBigLock(place: number, names: readonly string[] | null): boolean {
    return this.#bigLock !== null && place === 0 && (names === null || names.includes(this.#bigLock));
  }

  #holdsBigLock(key: Key): boolean {
    const held = this.#levels[0]?.set.standing(key).held ?? [];
    return this.#bigLock !== null && held.includes(this.#bigLock);
  }

  /** The greatest level first. */
  #giveBackAll(key: Key, request: number): void {
    const owned = this.#levels.filter(({ set }) => set.standing(key).ownsAny).toReversed();
    this.#busy.push({ key, request, level: '', closing: request, left: owned.length });
    for (const { set } of owned) set.post(key, { type: 'set.release', request, names: null });
    if (owned.length === 0) this.#end(key, { type: 'keyring.releasedAll', request, names: [] });
  }

  #hear(key: Key, answer: SetAnswer): void {
    const busy = this.#busyOf(key);
    if (busy === undefined) throw new Error(`${key} has asked for nothing, and is told ${answer.type}`);
    const { request, closing } = busy;
    const told = { ...answer, type: answer.type.replace('set.', 'keyring.') } as KeyringAnswer;
    if (
      told.type === 'keyring.raised' ||
      (told.type === 'keyring.refused' && told.reason === 'not-more-urgent')
    ) {
      this.#tell(key, told);
    } else if (busy.left > 0) {
      busy.left -= 1;
      if (busy.left === 0) this.#end(key, { type: 'keyring.releasedAll', request, names: [] });
    } else {
      const isClosed = closing !== null && told.type === 'keyring.refused' && told.reason === 'abort';
      this.#end(key, isClosed ? { ...told, reason: 'closed' } : told);
      if (closing !== null) this.#giveBackAll(key, closing);
    }
  }

  #end(key: Key, answer: KeyringAnswer): void {
    this.#busy = this.#busy.filter((busy) => busy.key !== key);
    this.#tell(key, answer);
  }

  /** Does at its level what was asked. */
  #order(level: string, key: Key, command: KeyringCommand): void {
    const type = command.type.replace('keyring.', 'set.');
    this.#setAt(level)?.post(key, { ...command, type } as LockSetCommand & { readonly request: number });
  }

  #tell(key: Key, answer: KeyringAnswer): void {
    this.#told.push({ key, answer });
  }

  #setAt(level: string): SetTwin | undefined {
    return this.#levels.find(({ name }) => name === level)?.set;
  }

  #busyOf(key: Key): Busy | undefined {
    return this.#busy.find((busy) => busy.key === key);
  }
}
