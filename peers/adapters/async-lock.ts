/**
 * `async-lock`: names, promises and callbacks, and each of its limits by itself. It calls a body while it
 * holds; there is no other way to hold.
 */
import AsyncLock, { type Done } from 'async-lock';
import type { Capabilities, KitAsk, KitHold, KitLock } from '../../src/testing.ts';
import type { Peer } from '../peer.ts';

const NAME = ['key'];

const unbounded = { maxPending: Number.POSITIVE_INFINITY };

/** What a request adds to the options of the lock. */
const optionsOf = ({ timeout }: KitAsk) => (timeout === undefined ? {} : { timeout });

type AsyncLockOptions = NonNullable<ConstructorParameters<typeof AsyncLock>[0]>;

function locked(options: AsyncLockOptions, lock = new AsyncLock(options)): KitLock {
  return {
    acquire: (ask) =>
      new Promise<KitHold>((resolve, reject) => {
        const held = () => new Promise<void>((release) => resolve({ release: () => release() }));
        lock.acquire([...(ask.names ?? NAME)], held, optionsOf(ask)).catch(reject);
      }),
    run: (ask, body) => lock.acquire('key', body as () => unknown, optionsOf(ask)),
  };
}

/** The form in which a body gets a function to call when it is done. */
function calledBack(): KitLock {
  const lock = new AsyncLock(unbounded);
  return {
    ...locked(unbounded, lock),
    run: (_, body) =>
      new Promise((resolve, reject) => {
        const answer: Done = (error, given) => (error ? reject(error) : resolve(given));
        const use = (done: Done): void => {
          const given = body();
          if (!(given instanceof Promise)) done(undefined, given);
          else given.then((value) => done(undefined, value), done);
        };
        lock.acquire('key', use, answer);
      }),
  };
}

const peer = (name: string, offered: Capabilities, defects: Peer['defects'], make: () => KitLock): Peer => ({
  name,
  packageName: 'async-lock',
  offered,
  defects,
  make,
});

export const asyncLock: readonly Peer[] = [
  peer(
    'async-lock',
    { run: true, timeout: true, order: true, fair: true, names: 'several' },
    {
      'no-deadlock': { E9: /names=\[(a b|b a)\](.|\n)*# everybody lets go(.|\n)*never gets an answer/ },
      'body-parameters': { E12: /parameters=[12]\n[^✗]*✗ .* has ended, and its run has not/ },
    },
    () => locked(unbounded),
  ),
  peer(
    'async-lock, callbacks',
    { run: true },
    { 'many-wait': { E11: /crowd count=20000(.|\n)*✗ not all of 20000 get an answer/ } },
    calledBack,
  ),
  peer(
    'async-lock, maxPending',
    { timeout: true, maxWaiters: 2, crowd: 2 },
    {
      'waiters-bounded': {
        E10: /= held (\w+), waiting –\nacquire by=(\w+) .*\n {2}→ refused by=\2 reason="Too many pending/,
      },
    },
    () => locked({ maxPending: 2 }),
  ),
  peer(
    'async-lock, maxExecutionTime',
    { run: true },
    { 'body-alone': { E13: /wait ms=1000\n {2}→ granted (.|\n)*✗ .* hold it at the same time/ } },
    () => locked({ ...unbounded, maxExecutionTime: 500 }),
  ),
  peer(
    'async-lock, timeout',
    { timeout: true, timeoutOfZero: 'no-limit' },
    { 'timeout-of-zero': { E14: /timeout=0\n(.|\n)*✗ .* set no limit to its wait and was refused/ } },
    () => locked({ ...unbounded, timeout: 500 }),
  ),
];
