/** Who holds the chosen lock and who waits for it, in order; of any other machine its context. */
import type { Blocker } from '../../../core/shared-lock/blockers.ts';
import { lockDataOf, type Machine, ownerName } from '../view/machine.ts';
import type { MachineState } from '../view/recording.ts';
import { ownerOf } from '../view/wait-graph.ts';
import { byId, element, nameElement, setText } from './dom.ts';
import { durationText } from './time-text.ts';

/** Rows that are shown; a queue can be longer than anybody reads. */
const MOST = 200;

const COLUMNS = ['', 'owner', 'mode', 'prio.', 'waits', 'token'];

export class PlacesPanel {
  readonly #box = byId('places-table');
  readonly #title = byId('places-title');
  readonly #look: (owner: string) => void;
  #shown: unknown;
  /** What has to be said anew as time passes. */
  #waits: { readonly cell: HTMLElement; readonly since: number }[] = [];

  /** `look` is told of whom one wants to see more: the key of an owner. */
  constructor(look: (owner: string) => void) {
    this.#look = look;
    // It is scrolled by keys.
    this.#box.tabIndex = 0;
  }

  show(machine: Machine | undefined, state: MachineState | undefined, now: number): void {
    const context = state?.snapshot.context;
    if (this.#shown !== (context ?? machine)) {
      this.#shown = context ?? machine;
      this.#waits = [];
      this.#fill(machine, state);
    }
    for (const { cell, since } of this.#waits) setText(cell, durationText(now - since));
  }

  #fill(machine: Machine | undefined, state: MachineState | undefined): void {
    const data = machine && lockDataOf(machine, state?.snapshot);
    setText(this.#title, machine === undefined || machine.isLock ? 'Holders and queue' : 'Context');
    if (machine === undefined || state === undefined) {
      this.#box.replaceChildren(
        element('p', { class: 'empty' }, machine === undefined ? 'Choose a machine.' : 'It is not there.'),
      );
    } else if (data === undefined) {
      const text = JSON.stringify(state.snapshot.context, undefined, 2) ?? 'It has none.';
      this.#box.replaceChildren(element('pre', {}, text.slice(0, 20_000)));
    } else {
      const rows = [
        ...data.holds.map((hold) => {
          const name = ownerName(hold.owner, hold.request);
          return this.#chosen(machine, hold, row('', ['holds', name, hold.mode, '', '', String(hold.token)]));
        }),
        ...data.queue.flatMap((group, index) => this.#groupRows(machine, group, index)),
      ];
      this.#box.replaceChildren(rows.length === 0 ? nobody() : tableOf(rows));
    }
  }

  #groupRows(
    machine: Machine,
    { mode, priority, deletes, waiters }: NonNullable<ReturnType<typeof lockDataOf>>['queue'][number],
    index: number,
  ): HTMLElement[] {
    return waiters.map(({ owner, request }, place) => {
      const first = place === 0 ? `${index + 1}.` : '';
      const wants = deletes ? 'delete' : mode;
      const made = row(place === 0 ? 'group' : '', [
        waiters.length > 1 && place === 0 ? `${first} ×${waiters.length}` : first,
        ownerName(owner, request),
        wants,
        String(priority),
        '',
        '',
      ]);
      const cell = made.children[4] as HTMLElement;
      const since = machine.asked.get(request);
      if (since !== undefined) this.#waits.push({ cell, since });
      return this.#chosen(machine, { owner, request }, made);
    });
  }

  /** A click on a row shows who waits for its owner. */
  #chosen(machine: Machine, place: Blocker, made: HTMLElement): HTMLElement {
    const { key } = ownerOf(place, machine.name, machine.identity.program);
    made.addEventListener('click', () => this.#look(key));
    return made;
  }
}

function row(kind: string, cells: readonly string[]): HTMLElement {
  return element(
    'tr',
    kind === '' ? {} : { class: kind },
    ...cells.map((text, column) => {
      if (column === 2) return element('td', {}, element('span', { class: `pill ${text}` }, text));
      if (column === 1) return element('td', { class: 'wide' }, nameElement(text));
      return element('td', { class: column > 2 ? 'number' : '' }, text);
    }),
  );
}

function tableOf(rows: readonly HTMLElement[]): HTMLElement {
  const heads = COLUMNS.map((text, column) =>
    element('th', { scope: 'col', class: column > 2 ? 'number' : '' }, text),
  );
  const rest = rows.length - MOST;
  const more = rest > 0 ? [element('tr', {}, element('td', { colspan: 6 }, `and ${rest} more`))] : [];
  return element(
    'table',
    {},
    element('thead', {}, element('tr', {}, ...heads)),
    element('tbody', {}, ...rows.slice(0, MOST), ...more),
  );
}

const nobody = (): HTMLElement =>
  element('p', { class: 'empty' }, 'Nobody holds it, and nobody waits for it.');
