/** A box with a picture that is drawn nearer by wheel, keys and buttons, and moved by dragging. */
import type { Rectangle, Size } from '../chart/layout.ts';
import { MARGIN } from '../chart/picture.ts';
import { fitted, moved, partSeen, readable, type View, zoomed } from '../view/zoom.ts';
import { element, setAttribute } from './dom.ts';

const STEP = 1.25;
/** Pixels: of a key that moves, and of what is no click any more. */
const STRIDE = 60;
const CLICK = 4;

export class ZoomBox {
  readonly #box: HTMLElement;
  readonly #buttons: HTMLElement;
  #svg: SVGElement | undefined;
  #picture: Size = { width: 1, height: 1 };
  #around: Rectangle | undefined;
  /** Undefined while nobody has changed it. */
  #view: View | undefined;

  constructor(box: HTMLElement) {
    this.#box = box;
    box.tabIndex = 0;
    box.classList.add('zoom-box');
    this.#buttons = element(
      'div',
      { class: 'zoom' },
      this.#button('−', 'Draw it farther away (key −)', () => this.#zoom(1 / STEP)),
      this.#button('+', 'Draw it nearer (key +)', () => this.#zoom(STEP)),
      this.#button('Fit', 'Show all of it (key 0)', () => this.#fit()),
    );
    box.addEventListener('wheel', (event) => this.#onWheel(event), { passive: false });
    box.addEventListener('dblclick', (event) => {
      if (!this.#isButton(event)) this.#zoom(STEP * STEP, this.#fromMiddle(event));
    });
    box.addEventListener('keydown', (event) => this.#onKey(event));
    box.addEventListener('pointerdown', (event) => this.#onPress(event));
    new ResizeObserver(() => this.#look()).observe(box);
  }

  /**
   * Instead of what was there, at first around a part of its layout. `keeps`: the same picture as before has
   * changed.
   */
  show(svg: SVGElement, around: Rectangle | undefined, keeps = false): void {
    this.#svg = svg;
    // In the picture, with its margin around it.
    this.#around = around && {
      ...around,
      width: around.width + 2 * MARGIN,
      height: around.height + 2 * MARGIN,
    };
    this.#picture = { width: Number(svg.getAttribute('width')), height: Number(svg.getAttribute('height')) };
    if (!keeps) this.#view = undefined;
    this.#box.replaceChildren(svg, this.#buttons);
    this.#look();
  }

  /** Words instead of a picture. */
  say(words: HTMLElement): void {
    this.#svg = undefined;
    this.#box.replaceChildren(words);
  }

  get #size(): Size {
    return { width: Math.max(1, this.#box.clientWidth), height: Math.max(1, this.#box.clientHeight) };
  }

  get #seen(): View {
    return this.#view ?? readable(this.#picture, this.#size, this.#around);
  }

  #look(): void {
    if (this.#svg === undefined) return;
    const { x, y, width, height } = partSeen(this.#seen, this.#size);
    setAttribute(this.#svg, 'viewBox', [x, y, width, height].map((each) => each.toFixed(2)).join(' '));
  }

  #change(view: View): void {
    this.#view = view;
    this.#look();
  }

  #zoom(factor: number, from = { x: 0, y: 0 }): void {
    this.#change(zoomed(this.#seen, factor, from, this.#picture, this.#size));
  }

  #move(right: number, down: number): void {
    this.#change(moved(this.#seen, right, down, this.#picture, this.#size));
  }

  #fit(): void {
    this.#change(fitted(this.#picture, this.#size));
  }

  #button(text: string, label: string, act: () => void): HTMLElement {
    const button = element('button', { type: 'button', title: label, 'aria-label': label }, text);
    button.addEventListener('click', act);
    return button;
  }

  #isButton({ target }: Event): boolean {
    return this.#svg === undefined || this.#buttons.contains(target as Node);
  }

  #fromMiddle({ clientX, clientY }: MouseEvent): { x: number; y: number } {
    const { left, top, width, height } = this.#box.getBoundingClientRect();
    return { x: clientX - left - width / 2, y: clientY - top - height / 2 };
  }

  #onWheel(event: WheelEvent): void {
    if (this.#svg === undefined) return;
    event.preventDefault();
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * 40;
    this.#zoom(2 ** (-pixels / 400), this.#fromMiddle(event));
  }

  #onKey(event: KeyboardEvent): void {
    const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
    if (this.#svg === undefined || ctrlKey || metaKey || altKey) return;
    if (key === '+' || key === '=') this.#zoom(STEP);
    else if (key === '-') this.#zoom(1 / STEP);
    else if (key === '0') this.#fit();
    else if (shiftKey && key === 'ArrowLeft') this.#move(-STRIDE, 0);
    else if (shiftKey && key === 'ArrowRight') this.#move(STRIDE, 0);
    else if (shiftKey && key === 'ArrowUp') this.#move(0, -STRIDE);
    else if (shiftKey && key === 'ArrowDown') this.#move(0, STRIDE);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #onPress(press: PointerEvent): void {
    if (press.button !== 0 || this.#isButton(press)) return;
    const start = this.#seen;
    let isDrag = false;
    const drag = ({ clientX, clientY }: PointerEvent): void => {
      const [right, down] = [press.clientX - clientX, press.clientY - clientY];
      isDrag ||= Math.hypot(right, down) > CLICK;
      if (isDrag) this.#change(moved(start, right, down, this.#picture, this.#size));
    };
    const release = (): void => {
      window.removeEventListener('pointermove', drag);
      // Whoever has dragged has not clicked on what is below.
      if (isDrag) window.addEventListener('click', (event) => event.stopPropagation(), ONCE_FIRST);
    };
    window.addEventListener('pointermove', drag);
    window.addEventListener('pointerup', release, { once: true });
  }
}

const ONCE_FIRST = { once: true, capture: true } as const;
