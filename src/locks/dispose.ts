/**
 * `using` and `await using` for whatever has an end.
 */

interface Disposable {
  [Symbol.dispose]: () => void;
  [Symbol.asyncDispose]: () => Promise<void>;
}

/**
 * Not methods of a class: where the platform has no such symbols, there must be no method called `undefined`.
 */
export function disposable<Instance extends Disposable>(
  prototype: Instance,
  end: (self: Instance) => void,
): void {
  if (typeof Symbol.dispose === 'symbol') {
    prototype[Symbol.dispose] = function (this: Instance): void {
      end(this);
    };
  }
  if (typeof Symbol.asyncDispose === 'symbol') {
    prototype[Symbol.asyncDispose] = async function (this: Instance): Promise<void> {
      end(this);
    };
  }
}
