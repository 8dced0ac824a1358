/**
 * `using` and `await using` for whatever has `release`.
 */

interface Releasable {
  release(): void;
  [Symbol.dispose]: () => void;
  [Symbol.asyncDispose]: () => Promise<void>;
}

/**
 * Not methods of a class: where the platform has no such symbols, there must be no method called `undefined`.
 */
export function disposable(prototype: Releasable): void {
  if (typeof Symbol.dispose === 'symbol') {
    prototype[Symbol.dispose] = function (this: Releasable): void {
      this.release();
    };
  }
  if (typeof Symbol.asyncDispose === 'symbol') {
    prototype[Symbol.asyncDispose] = async function (this: Releasable): Promise<void> {
      this.release();
    };
  }
}
