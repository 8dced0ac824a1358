/**
 * A program of its own, which is given 512 MB: a million locks in one set, and a thousand owners at work in
 * it. Beside it a set of a thousand. Prints what one acquire and release takes in either, a sample a round.
 */
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type * as Main from '../../src/index.node.ts';
import { type Build, mainFile } from '../contenders/lockchart.ts';
import { randomFrom } from '../random.ts';
import { namesOf } from '../rows.ts';
import { heapUsed } from './heap.ts';

export interface Million {
  readonly members: number;
  /** Of heap after full collections, and of everything before them. */
  readonly megabytes: { readonly heap: number; readonly resident: number };
  /** Nanoseconds, a sample a round: for a set of a thousand. */
  readonly few: readonly number[];
  /** A thousand names of the large set, again and again. */
  readonly many: readonly number[];
  /** Any name of the large set. */
  readonly any: readonly number[];
}

const OWNERS = Array.from({ length: 1_000 }, (_, number) => `owner-${number}`);
const TURNS = 20;

const [members, rounds, build] = process.argv.slice(2);
const file = resolve(fileURLToPath(new URL('../..', import.meta.url)), mainFile(build as Build));
const { LockSet } = (await import(pathToFileURL(file).href)) as typeof Main;

const random = randomFrom(1);
const names = namesOf(Number(members));
const large = new LockSet('large', names);
const small = new LockSet('small', namesOf(OWNERS.length));
const picked = (from: readonly string[], count: number): string[] =>
  Array.from({ length: count }, () => from[Math.floor(random() * from.length)] ?? '');
const places = {
  few: { set: small, picks: namesOf(OWNERS.length) },
  many: { set: large, picks: picked(names, OWNERS.length) },
  any: { set: large, picks: picked(names, OWNERS.length * TURNS) },
};
const samples = { few: [] as number[], many: [] as number[], any: [] as number[] };

for (let round = -3; round < Number(rounds); round += 1) {
  for (const [place, { set, picks }] of Object.entries(places)) {
    const nanoseconds = await work(set, picks);
    // The first rounds are the warm-up.
    if (round >= 0) samples[place as keyof typeof places].push(nanoseconds);
  }
}
const resident = process.memoryUsage().rss / 2 ** 20;
const megabytes = { heap: (await heapUsed()) / 2 ** 20, resident };
// Also keeps the set until it is weighed.
if (large.isOwned({ owner: OWNERS[0] })) throw new Error('somebody has not let go');
process.stdout.write(JSON.stringify({ members: names.length, megabytes, ...samples } satisfies Million));

/** All owners at once, each with one name after the other; some of them meet, and wait. */
async function work(set: Main.LockSet, picks: readonly string[]): Promise<number> {
  const began = performance.now();
  await Promise.all(
    OWNERS.map(async (owner, number) => {
      for (let turn = 0; turn < TURNS; turn += 1) {
        const pick = (number + turn * (OWNERS.length + 7)) % picks.length;
        const hold = await set.acquire(picks[pick] ?? '', { owner });
        hold.release();
      }
    }),
  );
  return ((performance.now() - began) * 1e6) / (OWNERS.length * TURNS);
}
