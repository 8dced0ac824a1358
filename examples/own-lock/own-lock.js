/** A lock of one's own: one holder at a time, first come first served, with a timeout. */
export class OwnLock {
  #isHeld = false;
  #waiters = [];

  /** Gives a function that releases; rejects when so many milliseconds have passed. */
  acquire(timeout) {
    if (!this.#isHeld) {
      this.#isHeld = true;
      return Promise.resolve(this.#releaser());
    }
    return new Promise((resolve, reject) => {
      const waiter = { grant: () => resolve(this.#releaser()), timer: undefined };
      this.#waiters.push(waiter);
      if (timeout === undefined) return;
      waiter.timer = setTimeout(() => {
        this.giveUp(this.#waiters, waiter);
        reject(new Error(`not granted in ${timeout} ms`));
      }, timeout);
    });
  }

  get waiterCount() {
    return this.#waiters.length;
  }

  /** Takes the waiter out of the queue. */
  giveUp(waiters, waiter) {
    waiters.splice(waiters.indexOf(waiter), 1);
  }

  /** The second time it does nothing. */
  #releaser() {
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      const next = this.#waiters.shift();
      clearTimeout(next?.timer);
      if (next === undefined) this.#isHeld = false;
      else next.grant();
    };
  }
}
