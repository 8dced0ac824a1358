/** The list of machines, with search and filter. */
import type { LockData } from '../../../core/shared-lock/canonical.ts';
import { lockDataOf, type Machine, ownerName, stateText } from '../view/machine.ts';
import type { App } from './app.ts';
import { byId, element, nameElement, setAttribute, setName, setText } from './dom.ts';
import { VirtualList } from './virtual-list.ts';

/** What is listed changes with every event; it is looked through again so often at most. */
const REFRESH_MS = 250;

type Filter = (machine: Machine, state: string, data: LockData | undefined) => boolean;

const FILTERS: Readonly<Record<string, Filter>> = {
  locks: ({ isLock }) => isLock,
  held: (_machine, _state, data) => data !== undefined && data.holds.length > 0,
  waited: (_machine, _state, data) => data !== undefined && data.queue.length > 0,
  shared: ({ isLock }, state) => isLock && state === 'shared',
  exclusive: ({ isLock }, state) => isLock && state === 'exclusive',
  free: ({ isLock }, state) => isLock && state === 'free',
  others: ({ isLock }) => !isLock,
  all: () => true,
};

interface Listed {
  readonly machine: Machine;
  readonly data: LockData | undefined;
}

/** States with a colour of their own. */
const LOOKS: ReadonlySet<string> = new Set(['free', 'shared', 'exclusive', 'deleted']);

/** Unless it is one of these: as they came. */
const ORDERS: Readonly<Record<string, (one: Listed, other: Listed) => number>> = {
  waiters: (one, other) => waitersOf(other.data) - waitersOf(one.data),
  name: (one, other) => one.machine.name.localeCompare(other.machine.name, 'en', { numeric: true }),
};

export class MachinesPanel {
  readonly #app: App;
  readonly #search = byId<HTMLInputElement>('search');
  readonly #filter = byId<HTMLSelectElement>('filter');
  readonly #order = byId<HTMLSelectElement>('order');
  readonly #nothing = byId('no-machines');
  readonly #count = byId('machine-count');
  readonly #list: VirtualList;
  #shown: readonly Machine[] = [];
  #looked = { at: Number.NEGATIVE_INFINITY, moment: -1, query: '', machines: [] as readonly Machine[] };

  constructor(app: App) {
    this.#app = app;
    this.#list = new VirtualList({
      box: byId('machine-list'),
      rowHeight: 28,
      make: makeRow,
      fill: (row, index) => this.#fill(row, index),
      choose: (index) => app.choose(this.#shown[index]),
    });
    for (const input of [this.#search, this.#filter, this.#order])
      input.addEventListener('input', () => app.redraw());
    this.#search.addEventListener('keydown', ({ key }) => {
      if (key === 'Enter' && this.#shown[0] !== undefined) app.choose(this.#shown[0]);
      if (key === 'ArrowDown') byId('machine-list').focus();
    });
  }

  focusSearch(): void {
    this.#search.focus();
    this.#search.select();
  }

  draw(now: number): void {
    this.#look(now);
    const { chosen } = this.#app;
    this.#list.show(this.#shown.length, chosen === undefined ? -1 : this.#shown.indexOf(chosen));
  }

  #look(now: number): void {
    const { recording, moment } = this.#app;
    const text = this.#search.value.trim().toLowerCase();
    const query = [this.#filter.value, this.#order.value, text].join(' ');
    const looked = this.#looked;
    const { machines } = recording;
    const isSame = looked.moment === moment && looked.machines === machines;
    if (looked.query === query && (isSame || now - looked.at < REFRESH_MS)) {
      // What was put off is done later, when nothing else happens any more.
      if (!isSame) setTimeout(() => this.#app.redraw(), REFRESH_MS);
      return;
    }
    const isWanted = FILTERS[this.#filter.value] as Filter;
    const there = machines.flatMap((machine) => {
      const snapshot = recording.stateOf(machine)?.snapshot;
      return snapshot === undefined ? [] : [{ machine, snapshot, data: lockDataOf(machine, snapshot) }];
    });
    this.#app.hasPrograms = new Set(there.map(({ machine }) => machine.identity.program)).size > 1;
    const shown = there.filter(
      ({ machine, snapshot, data }) =>
        isWanted(machine, stateText(snapshot.value), data) && hasText(machine, data, text),
    );
    const order = ORDERS[this.#order.value];
    this.#shown = (order === undefined ? shown : shown.toSorted(order)).map(({ machine }) => machine);
    const count = this.#shown.length;
    const all = there.length;
    setText(this.#count, count === all ? format(count) : `${format(count)} of ${format(all)}`);
    this.#nothing.hidden = count > 0 || all === 0;
    this.#looked = { at: now, moment, query, machines };
  }

  #fill(row: HTMLElement, index: number): void {
    const machine = this.#shown[index];
    const [title, pill, count] = row.children;
    const [name, program] = title?.children ?? [];
    if (machine === undefined || !name || !program || !pill || !count) return;
    const snapshot = this.#app.recording.stateOf(machine)?.snapshot;
    const state = stateText(snapshot?.value);
    setName(name, machine.name);
    setText(program, this.#app.hasPrograms ? machine.identity.program.title : '');
    // Actors of others may have no states.
    setText(pill, state === '' ? (snapshot?.status ?? '–') : state);
    setAttribute(pill, 'title', state);
    const look = machine.isLock && LOOKS.has(state) ? `pill ${state}` : 'pill';
    if (pill.className !== look) pill.className = look;
    const waiting = waitersOf(lockDataOf(machine, snapshot));
    setText(count, waiting === 0 ? '' : `${format(waiting)} wait${waiting === 1 ? 's' : ''}`);
  }
}

function makeRow(): HTMLElement {
  const title = element('span', { class: 'title' }, nameElement(), element('span', { class: 'muted' }));
  return element('div', {}, title, element('span'), element('span', { class: 'count' }));
}

const waitersOf = (data: LockData | undefined): number =>
  data?.queue.reduce((sum, { waiters }) => sum + waiters.length, 0) ?? 0;

function hasText({ name, identity }: Machine, data: LockData | undefined, text: string): boolean {
  if (text === '' || name.toLowerCase().includes(text)) return true;
  if (identity.program.title.toLowerCase().includes(text)) return true;
  if (data === undefined) return false;
  const places = [...data.holds, ...data.queue.flatMap(({ waiters }) => waiters)];
  return places.some(({ owner, request }) => ownerName(owner, request).toLowerCase().includes(text));
}

const format = (count: number): string => count.toLocaleString('en');
