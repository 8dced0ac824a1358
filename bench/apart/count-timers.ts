/** How many timers a lock makes for acquires with a timeout that need not wait. */
import type { Contender } from '../contenders/contender.ts';
import type { Figures } from './measure-apart.ts';

/** By name, of those who have timeouts: for so many acquires. */
export async function countTimers(contenders: readonly Contender[], acquires: number): Promise<Figures> {
  const figures: Record<string, number> = {};
  const { setTimeout } = globalThis;
  for (const { name, timeout } of contenders) {
    const trial = timeout?.();
    if (trial === undefined) continue;
    let made = 0;
    const counting = (...words: Parameters<typeof setTimeout>): ReturnType<typeof setTimeout> => {
      made += 1;
      return setTimeout(...words);
    };
    globalThis.setTimeout = Object.assign(counting, setTimeout);
    try {
      await trial.work(acquires);
    } finally {
      globalThis.setTimeout = setTimeout;
    }
    figures[name] = made;
  }
  return figures;
}
