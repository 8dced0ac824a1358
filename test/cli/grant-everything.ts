/** Loaded before the command, this makes every lock grant everything at once: a run must find it out. */
import { type Hold, SharedLock } from '../../src/index.ts';

let token = 0;

SharedLock.prototype.acquire = (): Promise<Hold> => {
  token += 1;
  return Promise.resolve({ token, release: () => undefined } as Hold);
};
