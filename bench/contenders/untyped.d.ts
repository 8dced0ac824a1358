/** What we use of packages that come without types. */
declare module 'rwlock' {
  export default class ReadWriteLock {
    readLock(callback: (release: () => void) => void, options?: object): void;
    readLock(key: string, callback: (release: () => void) => void, options?: object): void;
    writeLock(callback: (release: () => void) => void, options?: object): void;
    writeLock(key: string, callback: (release: () => void) => void, options?: object): void;
  }
}
