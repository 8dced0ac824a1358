/**
 * A list of any length, of which only the rows in sight are there. Its keys move the choice; the rows tell
 * screen readers their places in the whole.
 */
import { element, setAttribute } from './dom.ts';

/** Browsers can place nothing further down. */
const TALLEST = 8_000_000;

export interface ListOptions {
  readonly box: HTMLElement;
  readonly rowHeight: number;
  /** Makes a row empty, and fills it for the item at an index. */
  readonly make: () => HTMLElement;
  readonly fill: (row: HTMLElement, index: number) => void;
  /** The user has chosen an item, by pointer or key. */
  readonly choose: (index: number) => void;
}

export class VirtualList {
  readonly #options: ListOptions;
  readonly #space = element('div', { class: 'space', 'aria-hidden': true });
  readonly #rows: HTMLElement[] = [];
  #count = 0;
  #chosen = -1;
  /** Rows above the sight; fractions scroll smoothly. */
  #top = 0;
  #scrolled = -1;

  constructor(options: ListOptions) {
    this.#options = options;
    const { box } = options;
    box.append(this.#space);
    box.addEventListener('scroll', () => this.#onScroll(), { passive: true });
    box.addEventListener('click', (event) => {
      const row = (event.target as Element).closest<HTMLElement>('.row');
      const index = row === null ? -1 : Number(row.dataset['index']);
      if (index >= 0) options.choose(index);
    });
    box.addEventListener('keydown', (event) => this.#onKey(event));
    new ResizeObserver(() => this.draw()).observe(box);
  }

  /** Shows so many items, of which one is chosen, or none (-1). */
  show(count: number, chosen: number): void {
    this.#count = count;
    this.#chosen = chosen;
    this.draw();
  }

  /** Scrolls so that the item is in sight; at the end where that is the last one. */
  reveal(index: number): void {
    if (index < 0) return;
    const sight = this.#sight;
    if (index < this.#top) this.#scrollTo(index);
    else if (index + 1 > this.#top + sight) this.#scrollTo(index + 1 - sight);
  }

  /** Keeps the place when so many items have gone from the beginning. */
  shift(by: number): void {
    this.#top = Math.max(0, this.#top - by);
  }

  draw(): void {
    const { box, rowHeight, make, fill } = this.#options;
    const sight = this.#sight;
    this.#top = Math.max(0, Math.min(this.#top, this.#count - sight));
    const height = `${Math.min(TALLEST, this.#count * rowHeight)}px`;
    if (this.#space.style.height !== height) this.#space.style.height = height;
    const scroll = Math.round(this.#top * this.#scale);
    if (box.scrollTop !== scroll) box.scrollTop = scroll;
    this.#scrolled = box.scrollTop;
    const first = Math.floor(this.#top);
    const needed = Math.min(Math.ceil(sight) + 1, Math.max(0, this.#count - first));
    while (this.#rows.length < needed) {
      const row = make();
      row.classList.add('row');
      row.setAttribute('role', 'option');
      row.id = `${box.id}-${this.#rows.length}`;
      this.#rows.push(row);
      box.append(row);
    }
    for (const [place, row] of this.#rows.entries()) {
      const index = first + place;
      row.hidden = place >= needed;
      if (row.hidden) continue;
      const top = `${this.#scrolled + (index - this.#top) * rowHeight}px`;
      if (row.style.top !== top) row.style.top = top;
      row.dataset['index'] = String(index);
      setAttribute(row, 'aria-selected', String(index === this.#chosen));
      setAttribute(row, 'aria-setsize', String(this.#count));
      setAttribute(row, 'aria-posinset', String(index + 1));
      fill(row, index);
    }
    const active = this.#rows[this.#chosen - first];
    if (active === undefined || active.hidden) box.removeAttribute('aria-activedescendant');
    else setAttribute(box, 'aria-activedescendant', active.id);
  }

  get #sight(): number {
    return this.#options.box.clientHeight / this.#options.rowHeight;
  }

  /** Pixels of scrolling for each row. */
  get #scale(): number {
    const { rowHeight, box } = this.#options;
    const whole = this.#count * rowHeight;
    if (whole <= TALLEST) return rowHeight;
    return (TALLEST - box.clientHeight) / (this.#count - this.#sight);
  }

  #scrollTo(top: number): void {
    this.#top = top;
    this.draw();
  }

  #onScroll(): void {
    const { scrollTop } = this.#options.box;
    if (scrollTop === this.#scrolled) return;
    this.#scrollTo(scrollTop / this.#scale);
  }

  #onKey(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.#sight) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -this.#count,
      End: this.#count,
    };
    const step = steps[event.key];
    if (step === undefined || this.#count === 0) return;
    event.preventDefault();
    const from = this.#chosen < 0 ? (step > 0 ? -1 : this.#count) : this.#chosen;
    const to = Math.max(0, Math.min(this.#count - 1, from + step));
    this.#options.choose(to);
    this.reveal(to);
  }
}
