/** The picture of who waits for whom. */
import type { ChartGraph } from '../chart/graph.ts';
import { boundsOf } from '../chart/layout.ts';
import { chartPicture } from '../chart/picture.ts';
import type { WaitGraph, WaitOwner } from '../view/wait-graph.ts';
import { liveLayout } from './chart-layout.ts';
import { byId, element, svgElement } from './dom.ts';
import { ZoomBox } from './zoom-box.ts';

/** Of a name in the picture; ends differ more often than middles. */
const LONGEST = 24;

export class WaitsView {
  readonly #zoom = new ZoomBox(byId('waits'));
  readonly #choose: (owner: string) => void;
  #said = '';

  /** `choose` is told of whom one wants to see more: the key of an owner. */
  constructor(choose: (owner: string) => void) {
    this.#choose = choose;
    const box = byId('waits');
    box.addEventListener('click', ({ target }) => this.#onChoice(target as Element));
    box.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') this.#onChoice(event.target as Element);
    });
  }

  /** `keeps`: it is about the same as before, and one goes on looking at the same part. */
  show(waits: WaitGraph, keeps: boolean, namesPrograms: boolean): void {
    const said = JSON.stringify([waits, namesPrograms]);
    if (said === this.#said) return;
    this.#said = said;
    if (waits.owners.length === 0) {
      this.#zoom.say(element('p', { class: 'empty' }, 'Nobody waits.'));
      return;
    }
    const graph = graphOf(waits, namesPrograms);
    const layout = liveLayout(graph, true);
    const svg = svgElement(chartPicture(graph, layout));
    label(svg, waits);
    this.#zoom.show(svg, boundsOf(firstAndNext(waits).map((index) => layout.boxes[index])), keeps);
  }

  #onChoice(target: Element): void {
    const key = target.closest('[data-box]')?.getAttribute('data-box');
    if (key !== null && key !== undefined) this.#choose(key);
  }
}

function graphOf({ owners, edges }: WaitGraph, namesPrograms: boolean): ChartGraph {
  return {
    id: 'who waits for whom',
    boxes: owners.map(({ key, name, program, hidden }) => {
      const more = hidden === 0 ? [] : [{ key: 'more', text: `+${hidden} more` }];
      const where = namesPrograms ? [{ key: 'program', text: program }] : [];
      return { id: key, title: shortened(name), kind: 'state', group: '', lines: [...where, ...more] };
    }),
    arrows: edges.map(({ from, to, locks }) => {
      const [first = '', ...others] = locks;
      const text = others.length === 0 ? first : `${first} +${others.length}`;
      return { from, to, isEventless: false, lines: [{ key: text, text }] };
    }),
  };
}

/** Of the owner that one begins with, and those who wait for it. */
function firstAndNext({ owners, edges }: WaitGraph): number[] {
  const first = owners[0]?.key;
  const near = new Set([first, ...edges.flatMap(({ from, to }) => (to === first ? from : []))]);
  return owners.flatMap(({ key }, index) => (near.has(key) ? [index] : []));
}

/** Marks circles, and says the same for those who hear it. */
function label(svg: SVGElement, { owners, edges }: WaitGraph): void {
  svg.setAttribute('role', 'group');
  svg.setAttribute('aria-label', waitText(owners, edges));
  const boxes = svg.querySelectorAll('[data-box]');
  for (const [index, { name, isCyclic, hidden }] of owners.entries()) {
    const box = boxes[index];
    box?.classList.toggle('cyclic', isCyclic);
    if (hidden === 0) continue;
    box?.classList.add('more');
    for (const [key, value] of [
      ['role', 'button'],
      ['tabindex', '0'],
      ['aria-label', `${name}: show ${hidden} more around this owner`],
    ] as const) {
      box?.setAttribute(key, value);
    }
  }
  for (const [index, { isCyclic }] of edges.entries()) {
    svg.querySelector(`[data-arrow="${index}"]`)?.classList.toggle('cyclic', isCyclic);
  }
}

const shortened = (name: string): string =>
  name.length <= LONGEST ? name : `${name.slice(0, LONGEST / 2)}…${name.slice(1 - LONGEST / 2)}`;

function waitText(owners: readonly WaitOwner[], edges: WaitGraph['edges']): string {
  const names = new Map(owners.map(({ key, name }) => [key, name]));
  return edges
    .map(({ from, to, locks, isCyclic }) => {
      const circle = isCyclic ? ', in a circle' : '';
      return `${names.get(from)} waits for ${names.get(to)} at ${locks.join(', ')}${circle}`;
    })
    .join('; ');
}
