/** The list of machines, with search and filter. */
import type { LockData } from '../../../core/shared-lock/canonical.ts';
import { lockDataOf, type Machine, ownerName, stateText } from '../view/machine.ts';
import type { App } from './app.ts';
import { byId, element, setText } from './dom.ts';
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

export class MachinesPanel {
  readonly #app: App;
  readonly #search = byId<HTMLInputElement>('search');
  readonly #filter = byId<HTMLSelectElement>('filter');
  readonly #count = byId('machine-count');
  readonly #list: VirtualList;
  #shown: readonly Machine[] = [];
  #looked = { at: Number.NEGATIVE_INFINITY, moment: -1, query: '', machines: [] as readonly Machine[] };

  constructor(app: App) {
    this.#app = app;
    this.#list = new VirtualList({
      box: byId('machine-list'),
      rowHeight: 28,
      make: () => element('div', {}, element('span'), element('span'), element('span', { class: 'count' })),
      fill: (row, index) => this.#fill(row, index),
      choose: (index) => app.choose(this.#shown[index]),
    });
    for (const input of [this.#search, this.#filter]) input.addEventListener('input', () => app.redraw());
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
    const query = `${this.#filter.value} ${this.#search.value.trim().toLowerCase()}`;
    const looked = this.#looked;
    const { machines } = recording;
    const isSame = looked.moment === moment && looked.machines === machines;
    if (looked.query === query && (isSame || now - looked.at < REFRESH_MS)) {
      // What was put off is done later, when nothing else happens any more.
      if (!isSame) setTimeout(() => this.#app.redraw(), REFRESH_MS);
      return;
    }
    this.#looked = { at: now, moment, query, machines };
    const isWanted = FILTERS[this.#filter.value] as Filter;
    const text = query.slice(query.indexOf(' ') + 1);
    this.#shown = machines.filter((machine) => {
      const state = recording.stateOf(machine);
      if (state === undefined) return false;
      const data = lockDataOf(machine, state.snapshot);
      return isWanted(machine, stateText(state.snapshot.value), data) && hasText(machine, data, text);
    });
    const most = machines.length;
    const count = this.#shown.length;
    setText(this.#count, count === most ? format(count) : `${format(count)} of ${format(most)}`);
  }

  #fill(row: HTMLElement, index: number): void {
    const machine = this.#shown[index];
    const [name, pill, count] = row.children;
    if (machine === undefined || name === undefined || pill === undefined || count === undefined) return;
    const snapshot = this.#app.recording.stateOf(machine)?.snapshot;
    const state = stateText(snapshot?.value);
    const data = lockDataOf(machine, snapshot);
    setText(name, machine.name);
    setText(pill, state === '' ? '–' : state);
    const look = `pill ${machine.isLock ? state : ''}`;
    if (pill.className !== look) pill.className = look;
    const waiting = data?.queue.reduce((sum, { waiters }) => sum + waiters.length, 0) ?? 0;
    setText(count, waiting === 0 ? '' : `${waiting} wait${waiting === 1 ? 's' : ''}`);
  }
}

function hasText({ name }: Machine, data: LockData | undefined, text: string): boolean {
  if (text === '' || name.toLowerCase().includes(text)) return true;
  if (data === undefined) return false;
  const places = [...data.holds, ...data.queue.flatMap(({ waiters }) => waiters)];
  return places.some(({ owner, request }) => ownerName(owner, request).toLowerCase().includes(text));
}

const format = (count: number): string => count.toLocaleString('en');
