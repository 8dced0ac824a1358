/** What we use of packages that come without types; what bench/ uses of `rwlock` is declared there. */
declare module 'async-lock' {
  export type Done = (error?: Error | null, given?: unknown) => void;

  export default class AsyncLock {
    constructor(options?: { maxPending?: number; maxExecutionTime?: number; timeout?: number });
    acquire(names: string | string[], body: (done: Done) => unknown, done: Done): void;
    acquire(names: string | string[], body: () => unknown, options?: object): Promise<unknown>;
  }
}
