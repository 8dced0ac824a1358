/**
 * For each property of the kit a lock that breaks it: ours, with one thing done wrong in the adapter.
 */
import { type AcquireOptions, type Hold, LockSet, SharedLock } from '../../src/index.node.ts';
import type { Capabilities, KitAsk, KitHold, KitLock } from '../../src/testing.ts';

export interface Planted {
  readonly offered: Capabilities;
  make(): KitLock;
}

const optionsOf = ({ mode, owner, timeout, signal, priority }: KitAsk): AcquireOptions => ({
  mode: mode === 'shared' ? 'shared' : 'exclusive',
  owner,
  timeout,
  signal,
  priority,
});

/** Ours, asked with other options, or with the hold changed. */
function planted(
  offered: Capabilities,
  ask: (options: AcquireOptions) => AcquireOptions,
  hold: (hold: Hold, asked: KitAsk) => KitHold = (held) => held,
  more: (lock: SharedLock) => Partial<KitLock> = () => ({}),
): Planted {
  return {
    offered,
    make() {
      const lock = new SharedLock('planted');
      const acquire = (asked: KitAsk) =>
        lock.acquire(ask(optionsOf(asked))).then((held) => hold(held, asked));
      return { acquire, ...more(lock) };
    },
  };
}

const same = (options: AcquireOptions): AcquireOptions => options;
const running = (run: (lock: SharedLock) => NonNullable<KitLock['run']>): Planted =>
  planted({ run: true }, same, undefined, (lock) => ({ run: run(lock) }));

/** Gives up without leaving the queue. */
function lingering(mode: KitAsk['mode']): Planted {
  const { make } = planted({}, same);
  return {
    offered: { shared: true, timeout: true },
    make() {
      const lock = make();
      return {
        acquire: (asked) => {
          if (asked.mode !== mode) return lock.acquire(asked);
          const late = new Promise<never>((_, reject) => {
            if (asked.timeout !== undefined) setTimeout(() => reject(new Error('late')), asked.timeout);
          });
          return Promise.race([lock.acquire({ ...asked, timeout: undefined }), late]);
        },
      };
    },
  };
}

const shared = new SharedLock('one for all');
const ONE_ERROR = new Error('the same for all');
const failing = (error: (why: unknown) => unknown): Planted => {
  const { make } = planted({}, same);
  return {
    offered: { timeout: true, signal: true, signalReason: true },
    make() {
      const lock = make();
      return {
        async acquire(asked) {
          try {
            return await lock.acquire(asked);
          } catch (why) {
            throw error(why);
          }
        },
      };
    },
  };
};

/** Whoever releases twice releases whoever holds then. */
function unbound(): Planted {
  let current: Hold | undefined;
  return planted({ releaseTwice: true }, same, (hold) => {
    current = hold;
    let isReleased = false;
    const release = (): void => {
      if (isReleased) current?.release();
      else hold.release();
      isReleased = true;
    };
    return { release };
  });
}

/** A second release lets in one more, as a count of permits would. */
function twofold(): Planted {
  return {
    offered: { releaseTwice: true },
    make() {
      const lock = new SharedLock('planted');
      let extra = 0;
      return {
        async acquire() {
          if (extra > 0) {
            extra -= 1;
            return { release: () => {} };
          }
          const hold = await lock.acquire();
          return {
            release() {
              if (!hold.isHeld) extra += 1;
              hold.release();
            },
          };
        },
      };
    },
  };
}

let arrivals = 0;
const unfair = (mode: 'shared' | 'exclusive') =>
  planted({ shared: true, fair: true }, (options) => {
    arrivals += 1;
    return options.mode === mode ? { ...options, priority: -arrivals } : options;
  });

export const plantedLocks: Readonly<Record<string, Planted>> = {
  exclusion: planted({}, same, (hold) => {
    hold.release();
    return hold;
  }),
  'everybody-answered': planted({}, same, (hold) => ({ release: () => hold.token < 3 && hold.release() })),
  'never-idle': planted({}, same, (hold) => ({ release: () => setTimeout(() => hold.release(), 1_000) })),
  'readers-share': planted({ shared: true }, (options) => ({ ...options, mode: 'exclusive' })),
  'refused-for-cause': planted({}, (options) => ({ ...options, timeout: 0 })),
  'writer-gives-up': lingering('exclusive'),
  'reader-gives-up': lingering('shared'),
  'on-time': planted({ timeout: true }, ({ timeout, ...options }) => ({
    ...options,
    timeout: timeout && timeout * 2,
  })),
  'waiters-bounded': planted({ timeout: true, maxWaiters: 2 }, same),
  'timeout-of-zero': planted({ timeoutOfZero: 'no-wait' }, ({ timeout, ...options }) => ({
    ...options,
    timeout: timeout || undefined,
  })),
  'no-timer-left': planted({ timeout: true }, same, (hold) => {
    setTimeout(() => hold.release(), 60_000);
    return hold;
  }),
  'own-errors': failing(() => ONE_ERROR),
  'aborted-before': planted({ signal: true }, ({ signal, ...options }) =>
    signal?.aborted === true ? options : { ...options, signal },
  ),
  'aborted-while-waiting': planted({ signal: true }, same, (hold, { signal }) => {
    signal?.addEventListener('abort', () => hold.release());
    return hold;
  }),
  'no-listener-left': planted({ signal: true }, same, (hold, { signal }) => {
    signal?.addEventListener('abort', () => {});
    return hold;
  }),
  'abort-reason': failing(() => new Error('why ever')),
  'released-twice': twofold(),
  'released-late': unbound(),
  order: planted({ order: true }, (options) => {
    arrivals += 1;
    return { ...options, priority: -arrivals };
  }),
  'urgent-first': planted({ priority: true }, ({ priority: _ignored, ...options }) => options),
  'writer-not-starved': unfair('shared'),
  'nobody-starved-by-writers': unfair('exclusive'),
  tries: planted({ tryAcquire: true }, same, undefined, (lock) => ({
    tryAcquire: (asked) => lock.acquire(optionsOf(asked)),
  })),
  reentry: planted({ reentry: 'refused' }, ({ owner: _ignored, ...options }) => options),
  upgrade: planted({ shared: true, upgrade: 'shared' }, same, (hold) => ({
    release: () => hold.release(),
    upgrade: () => new Promise(() => {}),
  })),
  'counts-waiters': planted({ waiterCount: true }, same, undefined, (lock) => ({
    waiterCount: () => Math.min(lock.waiterCount, 1),
  })),
  'tells-is-locked': planted({ isLocked: true }, same, undefined, () => ({ isLocked: () => true })),
  'no-other-rejection': planted({}, same, (hold) => ({
    release() {
      void Promise.reject(new Error('nobody hears this'));
      hold.release();
    },
  })),
  'many-wait': planted({ crowd: 500 }, same, (hold) => ({
    release: () => hold.token !== 400 && hold.release(),
  })),
  'body-rejects': running((lock) => async (asked, body) => {
    const hold = await lock.acquire(optionsOf(asked));
    const given = await body();
    hold.release();
    return given;
  }),
  'body-throws': running((lock) => async (asked, body) => {
    const hold = await lock.acquire(optionsOf(asked));
    return (body() as Promise<unknown>).finally(() => hold.release());
  }),
  'body-value': running(
    (lock) => (asked, body) => lock.run(optionsOf(asked), async () => (await body()) ?? null),
  ),
  'body-parameters': running(
    (lock) => (asked, body) =>
      lock.run(optionsOf(asked), () => (body.length === 0 ? body() : new Promise((done) => body(done)))),
  ),
  'body-alone': running((lock) => async (asked, body) => {
    const hold = await lock.acquire(optionsOf(asked));
    setTimeout(() => hold.release(), 500);
    return Promise.resolve(body()).finally(() => hold.release());
  }),
  'any-name': {
    offered: { names: 'one' },
    make() {
      const locks: Record<string, SharedLock> = {};
      return {
        async acquire({ names: [name = 'key'] = [], mode: _exclusive }) {
          locks[name] ??= new SharedLock(name);
          return locks[name].acquire();
        },
      };
    },
  },
  'no-deadlock': {
    offered: { names: 'several' },
    make() {
      const set = new LockSet('planted', ['a', 'b', 'key']);
      return {
        async acquire({ names = ['key'] }) {
          const holds: Hold[] = [];
          for (const name of names) holds.push((await set.acquire([name])) as unknown as Hold);
          return { release: () => holds.map((hold) => hold.release()) };
        },
      };
    },
  },
  'locks-apart': { offered: {}, make: () => ({ acquire: (asked) => shared.acquire(optionsOf(asked)) }) },
};
