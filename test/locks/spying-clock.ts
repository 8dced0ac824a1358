/**
 * A clock for tests that count timers. It imports nothing of the package but a type, so that it can judge
 * it.
 */
import type { Clock } from '../../src/index.ts';

/** Knows which of its timers are armed, numbers them from 1, and fires one when told to. */
export class SpyingClock implements Clock {
  made = 0;
  readonly armed = new Map<number, () => void>();

  now(): number {
    return 0;
  }

  setTimeout(callback: () => void): number {
    this.made += 1;
    this.armed.set(this.made, callback);
    return this.made;
  }

  clearTimeout(timer: unknown): void {
    this.armed.delete(timer as number);
  }

  fire(timer: number): void {
    const callback = this.armed.get(timer);
    this.armed.delete(timer);
    callback?.();
  }
}
