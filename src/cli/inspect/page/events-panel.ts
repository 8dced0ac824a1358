/** The sequence of events: one line each, from lane to lane. */

import type { Machine } from '../view/machine.ts';
import type { App } from './app.ts';
import { byId, setText } from './dom.ts';
import { fillRow, makeRow } from './event-row.ts';
import { timeText } from './time-text.ts';
import { VirtualList } from './virtual-list.ts';

export class EventsPanel {
  readonly #app: App;
  readonly #search = byId<HTMLInputElement>('event-search');
  readonly #only = byId<HTMLInputElement>('only-chosen');
  readonly #count = byId('event-count');
  readonly #forgotten = byId('forgotten');
  readonly #nothing = byId('no-events');
  readonly #list: VirtualList;
  /** The moments that are listed; undefined when it is all of them. */
  #found: number[] | undefined;
  #query: { text: string; machine: Machine | undefined; of: unknown; last: number } | undefined;
  #first = 0;
  #revealed = -1;

  constructor(app: App) {
    this.#app = app;
    this.#list = new VirtualList({
      box: byId('event-list'),
      rowHeight: 24,
      make: makeRow,
      fill: (row, index) => this.#fill(row, this.#momentAt(index)),
      choose: (index) => {
        const moment = this.#momentAt(index);
        const machine = app.recording.row(moment)?.machine;
        if (machine !== undefined && !this.#only.checked) app.choose(machine);
        this.#revealed = moment;
        app.goTo(moment);
      },
    });
    for (const input of [this.#search, this.#only]) input.addEventListener('input', () => app.redraw());
  }

  /** The listed moment before this one, or after it. */
  beside(moment: number, step: 1 | -1): number {
    if (this.#found === undefined) return moment + step;
    const index = this.#indexOf(moment);
    const isListed = this.#found[index] === moment;
    return this.#found[step === 1 ? index + 1 : isListed ? index - 1 : index] ?? moment;
  }

  draw(): void {
    this.#find();
    const { recording, moment } = this.#app;
    const { first, last } = recording;
    const count = this.#found?.length ?? Math.max(0, last - first + 1);
    if (this.#found === undefined && first > this.#first) this.#list.shift(first - this.#first);
    this.#first = first;
    const chosen = this.#found === undefined ? moment - first : this.#indexOf(moment);
    const { time } = recording;
    setText(this.#count, count.toLocaleString('en'));
    const oldest = timeText(recording.timeOf(first), time);
    setText(this.#forgotten, first > 1 ? `older than ${oldest} are forgotten` : '');
    byId('events').classList.toggle('several', this.#app.hasPrograms);
    this.#nothing.hidden = count > 0 || last < first;
    this.#list.show(count, chosen);
    if (this.#revealed === moment) return;
    this.#revealed = moment;
    this.#list.reveal(chosen);
  }

  #find(): void {
    const { recording, chosen } = this.#app;
    const text = this.#search.value.trim().toLowerCase();
    const machine = this.#only.checked ? chosen : undefined;
    const { first, last } = recording;
    if (text === '' && machine === undefined) {
      this.#found = undefined;
      if (this.#query !== undefined) this.#revealed = -1;
      this.#query = undefined;
      return;
    }
    const before = this.#query;
    const goesOn = before?.text === text && before.machine === machine && before.of === recording;
    if (!goesOn) {
      this.#found = [];
      this.#revealed = -1;
    }
    const found = this.#found ?? [];
    this.#found = found;
    for (let moment = goesOn ? before.last + 1 : first; moment <= last; moment += 1) {
      if (recording.matches(moment, machine, text)) found.push(moment);
    }
    const lost = found.findIndex((moment) => moment >= first);
    if (lost > 0) found.splice(0, lost);
    this.#query = { text, machine, of: recording, last };
  }

  #momentAt(index: number): number {
    return this.#found === undefined ? this.#app.recording.first + index : (this.#found[index] ?? -1);
  }

  /** Of the last listed moment that is not after this one. */
  #indexOf(moment: number): number {
    const found = this.#found ?? [];
    let [low, high] = [-1, found.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((found[middle] as number) <= moment) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #fill(row: HTMLElement, moment: number): void {
    const { recording, opened, hasPrograms } = this.#app;
    const said = `${opened} ${moment} ${hasPrograms}`;
    if (row.dataset['moment'] === said) return;
    const event = recording.row(moment);
    if (event === undefined) return;
    fillRow(row, event, timeText(event.at, recording.time), hasPrograms);
    row.dataset['moment'] = said;
  }
}
