/** All owners together: who waits for whom, and where each stands in the levels of a manager. */
import { lockDataOf, type Machine } from '../view/machine.ts';
import { type Places, placesOfKeyrings, placesOfLocks } from '../view/places.ts';
import { waitGraph } from '../view/wait-graph.ts';
import type { App } from './app.ts';
import { byId, counted, setText } from './dom.ts';
import { LevelsView } from './levels-view.ts';
import { WaitsView } from './waits-view.ts';

const REFRESH_MS = 400;
const NOT_DRAWN = { at: Number.NEGATIVE_INFINITY, key: '' };
const MOST_OWNERS = 14;

export class RelationsPanel {
  readonly #app: App;
  readonly #waits = new WaitsView((owner) => this.look(owner));
  readonly #levels = new LevelsView();
  readonly #note = byId('relations-note');
  readonly #circles = byId('circles');
  readonly #tabs = [byId('tab-waits'), byId('tab-levels')];
  #drawn = NOT_DRAWN;
  /** Around whom one wants to see more, while this machine is chosen. */
  #around: { readonly of: Machine | undefined; readonly owners: readonly string[] } = {
    of: undefined,
    owners: [],
  };
  #looked = '';

  constructor(app: App) {
    this.#app = app;
    for (const tab of this.#tabs) {
      tab.addEventListener('click', () => this.#select(tab));
      tab.addEventListener('keydown', (event) => {
        const { key } = event;
        if (key !== 'ArrowLeft' && key !== 'ArrowRight') return;
        event.stopPropagation();
        const other = this.#tabs.find((each) => each !== tab) as HTMLElement;
        this.#select(other);
        other.focus();
      });
    }
  }

  /** Shows who waits for an owner, and for whom the owner waits. */
  look(owner: string): void {
    const { chosen } = this.#app;
    const before = this.#around.of === chosen ? this.#around.owners : [];
    this.#around = { of: chosen, owners: [owner, ...before.filter((each) => each !== owner)] };
    this.#select(byId('tab-waits'));
  }

  draw(now: number): void {
    const { moment, opened, chosen } = this.#app;
    const key = `${opened} ${moment} ${chosen?.identity.key} ${this.#isLevels}`;
    if (key === this.#drawn.key) return;
    if (now - this.#drawn.at < REFRESH_MS) {
      setTimeout(() => this.#app.redraw(), REFRESH_MS);
      return;
    }
    // What fails half-way has to fail again, or nobody would see that it did.
    this.#drawn = NOT_DRAWN;
    this.#drawWaits();
    if (this.#isLevels) this.#drawLevels();
    this.#drawn = { at: now, key };
  }

  get #isLevels(): boolean {
    return !byId('levels').hidden;
  }

  #select(tab: HTMLElement): void {
    for (const each of this.#tabs) {
      const isChosen = each === tab;
      each.setAttribute('aria-selected', String(isChosen));
      each.tabIndex = isChosen ? 0 : -1;
      byId(each.getAttribute('aria-controls') ?? '').hidden = !isChosen;
    }
    this.#drawn = NOT_DRAWN;
    this.#app.redraw();
  }

  /** Machines that are there, and pass; with their states. */
  #present(isWanted: (machine: Machine) => boolean) {
    const { recording } = this.#app;
    return recording.machines.filter(isWanted).flatMap((machine) => {
      const state = recording.stateOf(machine);
      return state === undefined ? [] : [{ machine, state }];
    });
  }

  #locks() {
    return this.#present(({ isLock }) => isLock).flatMap(({ machine, state }) => {
      const data = lockDataOf(machine, state.snapshot);
      const { program } = machine.identity;
      return data === undefined ? [] : [{ machine, name: machine.name, program, data }];
    });
  }

  /** Circles are told whatever is shown. */
  #drawWaits(): void {
    const { chosen } = this.#app;
    const locks = this.#locks();
    const lock = locks.find(({ machine }) => machine === chosen);
    const around = this.#around.of === chosen ? this.#around.owners : [];
    const waited = locks.filter(({ data }) => data.queue.length > 0);
    const graph = waitGraph(waited, { lock, around, most: MOST_OWNERS });
    const { others, inCircles, owners } = graph;
    setText(this.#circles, inCircles === 0 ? '' : `${inCircles} wait in a circle`);
    if (this.#isLevels) return;
    const all = owners.length + others;
    const shown = others === 0 ? counted(all, 'owner') : `${owners.length} of ${counted(all, 'owner')}`;
    setText(this.#note, all === 0 ? '' : shown);
    const looked = JSON.stringify([this.#app.opened, chosen?.identity.key, around]);
    const programs = new Set(waited.map(({ program }) => program));
    this.#waits.show(graph, looked === this.#looked, programs.size > 1);
    this.#looked = looked;
  }

  #drawLevels(): void {
    const { root, places } = this.#places();
    const busy = places.owners.filter((owner) => owner.places.some(isSomething));
    // Those who want something first.
    const asks = (owner: Places['owners'][number]): number =>
      Number(owner.places.some(({ isAsking }) => isAsking));
    const owners = busy.toSorted((one, other) => asks(other) - asks(one));
    setText(this.#note, root === undefined ? '' : counted(busy.length, 'owner'));
    this.#levels.show({ levels: places.levels, owners });
  }

  /** Of the manager that the chosen machine belongs to, else of the first there is. */
  #places(): { readonly root: string | undefined; readonly places: Places } {
    const { recording, chosen } = this.#app;
    if (recording.time === 'file') return { root: 'log', places: placesOfLocks(this.#locks()) };
    const keyrings = this.#present(({ kind }) => kind === 'levelOrder');
    const own = keyrings.find(({ machine }) => machine.identity.root === chosen?.identity.root);
    const root = (own ?? keyrings[0])?.machine.identity.root;
    const ofRoot = keyrings.filter(({ machine }) => machine.identity.root === root);
    return { root, places: placesOfKeyrings(ofRoot.map(({ state }) => state)) };
  }
}

const isSomething = ({ held, holdsSetLock, isAsking }: Places['owners'][number]['places'][number]): boolean =>
  held > 0 || holdsSetLock || isAsking;
