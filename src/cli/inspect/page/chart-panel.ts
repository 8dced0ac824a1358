/** The statechart of the chosen machine: drawn once, then only its classes change. */

import type { TransitionJson } from '../../../inspect/protocol.ts';
import { pathOfNode } from '../chart/config.ts';
import { activePaths, type ChartGraph, chartGraph, transitionKey } from '../chart/graph.ts';
import { chartPicture, standingAlone } from '../chart/picture.ts';
import { type Shape, shapeText } from '../chart/shapes.ts';
import { type Definition, type Machine, type Step, stateText } from '../view/machine.ts';
import type { MachineState } from '../view/recording.ts';
import { layoutFor } from './chart-layout.ts';
import { byId, download, setText, svgElement } from './dom.ts';

interface Drawn {
  readonly graph: ChartGraph;
  readonly picture: Shape;
  readonly svg: SVGElement;
}

export class ChartPanel {
  readonly #box = byId('chart-picture');
  readonly #title = byId('chart-title');
  readonly #state = byId('chart-state');
  readonly #export = byId<HTMLButtonElement>('export');
  readonly #drawn = new Map<Definition, Drawn>();
  #shown: Drawn | undefined;
  #said = '';
  #name = 'machine';

  constructor() {
    this.#export.addEventListener('click', () => this.#save());
  }

  show(machine: Machine | undefined, state: MachineState | undefined): void {
    setText(this.#title, machine === undefined ? 'Statechart' : machine.name);
    this.#export.disabled = machine === undefined;
    if (machine === undefined) {
      setText(this.#state, '');
      this.#put(undefined);
      return;
    }
    this.#name = machine.name;
    const drawn = this.#draw(machine.identity.definition);
    this.#put(drawn);
    const value = state === undefined ? 'not there at this moment' : stateText(state.snapshot.value);
    setText(this.#state, `${machine.kind}, ${value === '' ? 'no states' : value}`);
    this.#mark(drawn, machine, state);
  }

  #put(drawn: Drawn | undefined): void {
    if (this.#shown === drawn) return;
    this.#shown = drawn;
    this.#said = '';
    this.#box.replaceChildren(...(drawn === undefined ? [] : [drawn.svg]));
  }

  #draw(definition: Definition): Drawn {
    const known = this.#drawn.get(definition);
    if (known !== undefined) return known;
    const graph = chartGraph(definition.config);
    const picture = chartPicture(graph, layoutFor(graph));
    const drawn = { graph, picture, svg: svgElement(picture) };
    this.#drawn.set(definition, drawn);
    return drawn;
  }

  #mark({ graph, svg }: Drawn, machine: Machine, state: MachineState | undefined): void {
    const active = new Set(activePaths(state?.snapshot.value));
    const taken = state?.step === undefined ? new Set<string>() : takenKeys(graph, machine, state.step);
    const said = `${[...active].join()}|${[...taken].join()}`;
    if (said === this.#said) return;
    this.#said = said;
    for (const box of svg.querySelectorAll('[data-box]')) {
      box.classList.toggle('active', active.has(box.getAttribute('data-box') ?? ''));
    }
    for (const line of svg.querySelectorAll('[data-key]')) {
      line.classList.toggle('taken', taken.has(line.getAttribute('data-key') ?? ''));
    }
    for (const [index, { lines }] of graph.arrows.entries()) {
      const arrow = svg.querySelector(`[data-arrow="${index}"]`);
      arrow?.classList.toggle(
        'last',
        lines.some(({ key }) => taken.has(key)),
      );
    }
  }

  /** The picture as it is, with a style of its own. */
  #save(): void {
    if (this.#shown === undefined) return;
    const { picture, svg } = this.#shown;
    const text = shapeText(standingAlone(asShown(picture, svg)));
    download(`${this.#name.replaceAll(/[^\w.-]+/g, '-')}.svg`, 'image/svg+xml', text);
  }
}

/** The same shape with the classes that its element has now. */
function asShown(shape: Shape, element: Element): Shape {
  const { class: before, ...others } = shape.attributes;
  const now = element.getAttribute('class');
  const attributes = now === null || now === '' ? others : { class: now, ...others };
  const children = shape.children.map((child, index) => {
    const inside = element.children[index];
    return typeof child === 'string' || inside === undefined ? child : asShown(child, inside);
  });
  return {
    ...shape,
    attributes: before === undefined && now === null ? shape.attributes : attributes,
    children,
  };
}

function takenKeys(graph: ChartGraph, machine: Machine, step: Step): Set<string> {
  if (step.transitions.length > 0) {
    return new Set(step.transitions.map((transition) => keyOf(machine, transition)));
  }
  // Nobody has told which: those that lead from the state before to the one after, by this event.
  const [before, after] = [step.path.at(-2), step.path.at(-1)];
  if (before === undefined) return new Set();
  const between = graph.arrows.filter(
    ({ from, to }) => to === after && (from === before || from.endsWith('*')),
  );
  const keys = between.flatMap(({ lines }) => lines.map(({ key }) => key));
  return new Set(keys.filter((key) => key.split('|')[1] === step.event.type));
}

function keyOf({ identity }: Machine, transition: TransitionJson): string {
  const { config } = identity.definition;
  const { source, eventType, guard, actions, target = [] } = transition;
  const targets = target.map((id) => pathOfNode(config, id));
  return transitionKey({ source: pathOfNode(config, source), event: eventType, guard, actions, targets });
}
