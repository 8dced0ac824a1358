/** What we use of packages that come without types. */
declare module 'rwlock' {
  export default class ReadWriteLock {
    readLock(callback: (release: () => void) => void): void;
    writeLock(callback: (release: () => void) => void): void;
  }
}
