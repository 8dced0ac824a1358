/**
 * What an owner can ask about what it has: in a lock set, and at a level of a lock manager.
 */
import { describe, expect, test } from 'vitest';
import { ALL, LockManager, LockSet, type Mode, type Names } from '../../src/index.ts';
import { engines } from './engines.ts';
import { thrownBy, turn } from './kit.ts';

/** One owner, and what it can do and ask. */
interface Asker {
  acquire(names: Names, mode?: Mode): Promise<unknown>;
  release(names?: Names): void;
  downgrade(names: Names): void;
  isOwned(): boolean;
  listOwned(): readonly string[];
  owningAll(): boolean;
  checkOwned(names: string | readonly string[], mode?: Mode): boolean;
}

/** Owners of one set with these members. */
type Open = (members: readonly string[]) => (owner: string) => Asker;

describe.each(engines)('on the %s engine', (_name, engine) => {
  const kinds: [string, Open][] = [
    [
      'of a set',
      (members) => {
        const set = new LockSet('node', members, { engine });
        return (owner) => ({
          acquire: (names, mode) => set.acquire(names, { owner, mode }),
          release: (names) => set.release(names, { owner }),
          downgrade: (names) => set.downgrade(names, { owner }),
          isOwned: () => set.isOwned({ owner }),
          listOwned: () => set.listOwned({ owner }),
          owningAll: () => set.owningAll({ owner }),
          checkOwned: (names, mode) => set.checkOwned(names, mode, { owner }),
        });
      },
    ],
    [
      'of a level',
      (members) => {
        const manager = new LockManager({ levels: [{ name: 'node', members }], engine });
        return (owner) => {
          const keyring = manager.keyring(owner);
          return {
            acquire: (names, mode) => keyring.acquire('node', names, { mode }),
            release: (names) => keyring.release('node', names),
            downgrade: (names) => keyring.downgrade('node', names),
            isOwned: () => keyring.isOwned('node'),
            listOwned: () => keyring.listOwned('node'),
            owningAll: () => keyring.owningAll('node'),
            checkOwned: (names, mode) => keyring.checkOwned('node', names, mode),
          };
        };
      },
    ],
  ];

  describe.each(kinds)('%s', (_kind, open) => {
    const all = (asker: Asker) => [asker.isOwned(), asker.owningAll(), asker.listOwned()];

    test('whoever has some members has those, in the mode of the moment', async () => {
      const ann = open(['c', 'b', 'a'])('ann');
      await ann.acquire(['b', 'a']);
      expect(all(ann)).toEqual([true, false, ['a', 'b']]);
      expect([ann.checkOwned('a'), ann.checkOwned(['b', 'a'], 'exclusive')]).toEqual([true, true]);
      expect([ann.checkOwned(['a', 'c']), ann.checkOwned([]), ann.checkOwned('a', 'shared')]).toEqual([
        false,
        false,
        false,
      ]);
      ann.downgrade('b');
      expect([ann.checkOwned(['a', 'b']), ann.checkOwned('b', 'shared')]).toEqual([true, true]);
      expect([ann.checkOwned(['a', 'b'], 'exclusive'), ann.checkOwned(['a', 'b'], 'shared')]).toEqual([
        false,
        false,
      ]);
      expect(thrownBy(() => ann.checkOwned(['a', 'x']))).toMatchObject({ code: 'not-found', names: ['x'] });
      ann.release();
      expect(all(ann)).toEqual([false, false, []]);
    });

    test('whoever has all has the set lock, until any part of it is given back', async () => {
      const ann = open(['a', 'b'])('ann');
      await ann.acquire(ALL);
      expect([...all(ann), ann.checkOwned(['a', 'b'])]).toEqual([true, true, ['a', 'b'], true]);
      ann.release('a');
      expect(all(ann)).toEqual([true, false, ['b']]);
    });

    test('all of a set without members is something', async () => {
      const ann = open([])('ann');
      await ann.acquire(ALL, 'shared');
      expect([...all(ann), ann.checkOwned([])]).toEqual([true, true, [], false]);
    });

    test('whoever waits, or has asked for no member, has nothing', async () => {
      const ownerOf = open(['a']);
      const [ann, bob] = [ownerOf('ann'), ownerOf('bob')];
      await ann.acquire([]);
      await bob.acquire('a');
      expect([...all(ann), ann.checkOwned('a'), ann.checkOwned('x')]).toEqual([
        false,
        false,
        [],
        false,
        false,
      ]);
      const waiting = ann.acquire('a');
      await turn();
      expect([...all(ann), ann.checkOwned('a'), ann.checkOwned('x')]).toEqual([
        false,
        false,
        [],
        false,
        false,
      ]);
      bob.release();
      await waiting;
      expect(all(ann)).toEqual([true, false, ['a']]);
    });
  });
});
