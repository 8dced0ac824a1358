/**
 * What the page is about at the moment: which recording, which moment of it, which machine. Whoever changes
 * it says so, and everything is drawn once before the browser draws next.
 */
import type { Machine } from '../view/machine.ts';
import type { Recording } from '../view/recording.ts';

export class App {
  recording: Recording;
  /** Recordings so far: what was drawn of another one is no longer right. */
  opened = 0;
  /** The moment that is shown; undefined while it is always the last. */
  paused: number | undefined;
  chosen: Machine | undefined;
  /** Somebody has chosen it, and not the page itself. */
  isChosenByUser = false;
  /** There are several, so it matters in which one something happens. */
  hasPrograms = false;
  readonly #draw: () => void;
  #isDue = false;

  constructor(recording: Recording, draw: () => void) {
    this.recording = recording;
    this.#draw = draw;
  }

  get moment(): number {
    const { first, last } = this.recording;
    // Where there is nothing yet, `last` is the smaller one.
    return this.paused === undefined ? last : Math.min(last, Math.max(first, this.paused));
  }

  /** What it was at that moment. */
  get now(): number {
    const isNow = this.paused === undefined && this.recording.time === 'clock';
    return isNow ? Date.now() : this.recording.timeOf(this.moment);
  }

  /** Shows another recording; a log from its beginning, what is live as it goes on. */
  open(recording: Recording): void {
    this.recording = recording;
    this.opened += 1;
    this.chosen = undefined;
    this.isChosenByUser = false;
    this.paused = recording.time === 'file' ? recording.first : undefined;
    this.redraw();
  }

  goTo(moment: number): void {
    const { first, last } = this.recording;
    this.paused = Math.min(last, Math.max(first, moment));
    this.redraw();
  }

  /** Stays at this moment, or goes on with what happens. */
  toggle(): void {
    this.paused = this.paused === undefined ? this.moment : undefined;
    this.redraw();
  }

  choose(machine: Machine | undefined): void {
    this.chosen = machine;
    this.isChosenByUser = machine !== undefined;
    this.redraw();
  }

  redraw(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      this.#draw();
    });
  }
}
