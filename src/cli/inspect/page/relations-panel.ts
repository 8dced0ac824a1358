/** All owners together: who waits for whom, and where each stands in the levels of a manager. */
import type { ChartGraph } from '../chart/graph.ts';
import { chartPicture } from '../chart/picture.ts';
import { lockDataOf, type Machine } from '../view/machine.ts';
import { type OwnerPlaces, type Places, placesOfKeyrings, placesOfLocks } from '../view/places.ts';
import { type WaitGraph, waitGraph } from '../view/wait-graph.ts';
import type { App } from './app.ts';
import { liveLayout } from './chart-layout.ts';
import { byId, element, setText, svgElement } from './dom.ts';

const REFRESH_MS = 400;
const MOST_OWNERS = 16;
/** Of a name in the picture; ends differ more often than middles. */
const LONGEST = 24;
/** The picture becomes no smaller than that; beyond it one scrolls. */
const SMALLEST = 0.55;
const MOST_ROWS = 150;

export class RelationsPanel {
  readonly #app: App;
  readonly #waits = byId('waits');
  readonly #levels = byId('levels');
  readonly #note = byId('relations-note');
  readonly #tabs = [byId('tab-waits'), byId('tab-levels')];
  #drawn = { at: Number.NEGATIVE_INFINITY, key: '' };
  #said = '';
  #revealed: Machine | undefined;

  constructor(app: App) {
    this.#app = app;
    for (const tab of this.#tabs) {
      tab.addEventListener('click', () => this.#select(tab));
      tab.addEventListener('keydown', ({ key }) => {
        if (key !== 'ArrowLeft' && key !== 'ArrowRight') return;
        const other = this.#tabs.find((each) => each !== tab) as HTMLElement;
        this.#select(other);
        other.focus();
      });
    }
  }

  draw(now: number): void {
    const { moment, recording, chosen } = this.#app;
    const key = `${recording.time} ${moment} ${chosen?.identity.root} ${this.#levels.hidden}`;
    if (key === this.#drawn.key) return;
    if (now - this.#drawn.at < REFRESH_MS) {
      setTimeout(() => this.#app.redraw(), REFRESH_MS);
      return;
    }
    this.#drawn = { at: now, key };
    if (this.#levels.hidden) this.#drawWaits();
    else this.#drawLevels();
  }

  #select(tab: HTMLElement): void {
    for (const each of this.#tabs) {
      const isChosen = each === tab;
      each.setAttribute('aria-selected', String(isChosen));
      each.tabIndex = isChosen ? 0 : -1;
      byId(each.getAttribute('aria-controls') ?? '').hidden = !isChosen;
    }
    this.#said = '';
    this.#drawn = { at: Number.NEGATIVE_INFINITY, key: '' };
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

  #locks(isWanted: (machine: Machine) => boolean) {
    return this.#present((machine) => machine.isLock && isWanted(machine)).flatMap(({ machine, state }) => {
      const data = lockDataOf(machine, state.snapshot);
      return data === undefined ? [] : [{ machine, name: machine.name, data }];
    });
  }

  #drawWaits(): void {
    const { chosen } = this.#app;
    const waited = this.#locks(() => true).filter(({ data }) => data.queue.length > 0);
    const ordered = waited.toSorted(
      (one, other) => Number(other.machine === chosen) - Number(one.machine === chosen),
    );
    const graph = waitGraph(ordered, MOST_OWNERS);
    const circles = graph.owners.filter(({ isCyclic }) => isCyclic).length;
    const note = [
      circles > 0 ? `${circles} wait in a circle` : '',
      graph.others > 0 ? `${graph.others} more owners` : '',
    ];
    setText(this.#note, note.filter((part) => part !== '').join(', '));
    const said = JSON.stringify(graph);
    if (said === this.#said) return;
    this.#said = said;
    if (graph.owners.length === 0) {
      this.#waits.replaceChildren(element('p', { class: 'empty' }, 'Nobody waits.'));
    } else {
      const picture = waitPicture(graph);
      this.#waits.replaceChildren(picture);
      // What is shown first may stand anywhere in a large picture.
      const [first] = picture.querySelectorAll('[data-box]');
      if (chosen !== this.#revealed) first?.scrollIntoView({ block: 'center', inline: 'start' });
      this.#revealed = chosen;
    }
  }

  #drawLevels(): void {
    const { root, places } = this.#places();
    const busy = places.owners.filter((owner) => owner.places.some(isSomething));
    setText(this.#note, root === undefined ? '' : `${busy.length} owners`);
    const said = JSON.stringify([places.levels, busy]);
    if (said === this.#said) return;
    this.#said = said;
    if (places.levels.length === 0) {
      const text = 'There is no lock manager here, or nobody holds anything of it.';
      this.#levels.replaceChildren(element('p', { class: 'empty' }, text));
    } else this.#levels.replaceChildren(levelTable({ levels: places.levels, owners: busy }));
  }

  /** Of the manager that the chosen machine belongs to, else of the first there is. */
  #places(): { readonly root: string | undefined; readonly places: Places } {
    const { recording, chosen } = this.#app;
    if (recording.time === 'file') return { root: 'log', places: placesOfLocks(this.#locks(() => true)) };
    const keyrings = this.#present(({ kind }) => kind === 'levelOrder');
    const own = keyrings.find(({ machine }) => machine.identity.root === chosen?.identity.root);
    const root = (own ?? keyrings[0])?.machine.identity.root;
    const ofRoot = keyrings.filter(({ machine }) => machine.identity.root === root);
    return { root, places: placesOfKeyrings(ofRoot.map(({ state }) => state)) };
  }
}

const isSomething = ({ held, holdsSetLock, isAsking }: OwnerPlaces['places'][number]): boolean =>
  held > 0 || holdsSetLock || isAsking;

function waitPicture(waits: WaitGraph): SVGElement {
  const graph: ChartGraph = {
    id: 'who waits for whom',
    boxes: waits.owners.map(({ name }) => {
      return { id: name, title: shortened(name), kind: 'state', group: '', lines: [] };
    }),
    arrows: waits.edges.map(({ from, to, locks }) => {
      const [first = '', ...others] = locks;
      const text = others.length === 0 ? first : `${first} +${others.length}`;
      return { from, to, isEventless: false, lines: [{ key: text, text }] };
    }),
  };
  const svg = svgElement(chartPicture(graph, liveLayout(graph, true)));
  svg.setAttribute('aria-label', waitText(waits));
  const width = Number(svg.getAttribute('width'));
  Object.assign(svg.style, { width: '100%', height: 'auto', maxWidth: `${width}px` });
  svg.style.minWidth = `${width * SMALLEST}px`;
  const boxes = svg.querySelectorAll('[data-box]');
  for (const [index, { isCyclic }] of waits.owners.entries()) {
    boxes[index]?.classList.toggle('cyclic', isCyclic);
  }
  for (const [index, { isCyclic }] of waits.edges.entries()) {
    svg.querySelector(`[data-arrow="${index}"]`)?.classList.toggle('cyclic', isCyclic);
  }
  return svg;
}

const shortened = (name: string): string =>
  name.length <= LONGEST ? name : `${name.slice(0, LONGEST / 2)}…${name.slice(1 - LONGEST / 2)}`;

/** The same for those who hear it. */
function waitText({ edges }: WaitGraph): string {
  return edges
    .map(({ from, to, locks, isCyclic }) => {
      const circle = isCyclic ? ', in a circle' : '';
      return `${from} waits for ${to} at ${locks.join(', ')}${circle}`;
    })
    .join('; ');
}

function levelTable({ levels, owners }: Places): HTMLElement {
  const heads = ['owner', ...levels].map((text) => element('th', { scope: 'col' }, text));
  const rows = owners
    .slice(0, MOST_ROWS)
    .map(({ owner, places }) =>
      element('tr', {}, element('td', { class: 'wide' }, owner), ...places.map(placeCell)),
    );
  const rest = owners.length - MOST_ROWS;
  if (rest > 0) rows.push(element('tr', {}, element('td', {}, `and ${rest} more`)));
  return element(
    'table',
    {},
    element('thead', {}, element('tr', {}, ...heads)),
    element('tbody', {}, ...rows),
  );
}

function placeCell({ held, holdsSetLock, isAsking }: OwnerPlaces['places'][number]): HTMLElement {
  const has = [held > 0 ? String(held) : '', holdsSetLock ? 'all' : ''].filter((part) => part !== '');
  const text = [has.join(' '), isAsking ? 'asks' : ''].filter((part) => part !== '').join(', ');
  return element('td', isAsking ? { class: 'asks' } : {}, text);
}
