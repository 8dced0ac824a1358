/** The moment that is shown: pausing, going back, and going on. */
import type { App } from './app.ts';
import { byId, setAttribute, setText } from './dom.ts';
import type { EventsPanel } from './events-panel.ts';
import type { MachinesPanel } from './machines-panel.ts';
import { timeText } from './time-text.ts';

/** A log is played by itself this fast: file time a second, so that all of it takes about a minute. */
const PLAYED_MS = 60_000;

export class TimeBar {
  readonly #app: App;
  readonly #slider = byId<HTMLInputElement>('moment');
  readonly #live = byId('live');
  readonly #time = byId('moment-time');
  #played: number | undefined;

  constructor(app: App, events: EventsPanel, machines: MachinesPanel) {
    this.#app = app;
    const step = (by: 1 | -1) => () => app.goTo(events.beside(app.moment, by));
    byId('back').addEventListener('click', step(-1));
    byId('forth').addEventListener('click', step(1));
    this.#live.addEventListener('click', () => this.#toggle());
    this.#slider.addEventListener('input', () => app.goTo(Number(this.#slider.value)));
    document.addEventListener('keydown', (event) => {
      const { key, target } = event;
      const isTyping = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
      if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      if (key === '/') machines.focusSearch();
      else if (key === 'ArrowLeft') step(-1)();
      else if (key === 'ArrowRight') step(1)();
      else if (key === ' ' && !(target instanceof HTMLButtonElement)) this.#toggle();
      else return;
      event.preventDefault();
    });
  }

  draw(): void {
    const { recording, moment, paused } = this.#app;
    const { first, last, time } = recording;
    const isRunning = time === 'file' ? this.#played !== undefined : paused === undefined;
    setAttribute(this.#slider, 'min', String(Math.min(first, last)));
    setAttribute(this.#slider, 'max', String(last));
    if (this.#slider.value !== String(moment)) this.#slider.value = String(moment);
    const at = last < first ? '' : timeText(recording.timeOf(moment), time);
    setText(this.#time, at);
    setAttribute(this.#slider, 'aria-valuetext', at);
    setText(this.#live, isRunning ? 'Pause' : time === 'file' ? 'Play' : 'Go on');
  }

  #toggle(): void {
    const { recording } = this.#app;
    if (recording.time === 'clock') this.#app.toggle();
    else if (this.#played === undefined) this.#play();
    else this.#stop();
  }

  #play(): void {
    const { recording } = this.#app;
    const whole = recording.timeOf(recording.last);
    const isOver = this.#app.moment === recording.last;
    if (isOver) this.#app.goTo(recording.first);
    const begin = isOver ? 0 : recording.timeOf(this.#app.moment);
    const startedAt = performance.now();
    let shown = this.#app.moment;
    const turn = (): void => {
      // Somebody has gone elsewhere meanwhile.
      if (this.#app.recording !== recording || this.#app.moment !== shown) {
        this.#stop();
        return;
      }
      const at = begin + ((performance.now() - startedAt) / PLAYED_MS) * whole;
      this.#app.goTo(recording.momentAt(at));
      shown = this.#app.moment;
      if (at < whole) this.#played = requestAnimationFrame(turn);
      else this.#stop();
    };
    this.#played = requestAnimationFrame(turn);
  }

  #stop(): void {
    if (this.#played !== undefined) cancelAnimationFrame(this.#played);
    this.#played = undefined;
    this.#app.redraw();
  }
}
