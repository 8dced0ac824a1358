/** How the figure of a target comes from what was measured. */
import type { Apart, Figures } from './apart/measure-apart.ts';
import { type Floor, floors } from './contenders/floors.ts';
import { isPeer } from './contenders/peers.ts';
import { number, times } from './figures.ts';
import type { GrowthResult } from './growth-table.ts';
import type { Figure, RowResult } from './main-table.ts';
import { ratios, type Spread, spreadOf } from './statistics.ts';

/** What there is of a run; what was not measured is null, or empty. */
export interface Measurements {
  readonly rows: readonly RowResult[];
  readonly growth: readonly GrowthResult[];
  readonly apart: Apart | null;
}

export interface Outcome {
  readonly ours: string;
  readonly bestPeer: string | null;
  /** What the limit is for. */
  readonly value: Spread;
  /** Of two figures of this run: the value itself, or ours to that of the best peer. */
  readonly ratio: Spread | null;
  readonly rounds: number;
}

/** Null when this run did not measure it. */
export type Measure = (run: Measurements) => Outcome | null;

interface Sampled {
  readonly contender: string;
  readonly samples: readonly number[];
}

/** What ours is divided by. */
type Base = (row: RowResult) => Sampled | undefined;

const OURS = 'lockchart';

export function ratio(id: string, base: Base, whose = OURS): Measure {
  return compared(id, base, whose, (ours, other) => ratios(ours, other));
}

/** The other way round: how many times faster ours is. */
export function speedup(id: string, base: Base): Measure {
  return compared(id, base, OURS, (ours, other) => ratios(other, ours));
}

function compared(
  id: string,
  base: Base,
  whose: string,
  divide: (ours: readonly number[], other: readonly number[]) => number[],
): Measure {
  return ({ rows }) => {
    const row = rows.find((other) => other.id === id);
    const ours = row?.figures.find(({ contender }) => contender === whose);
    const other = row && base(row);
    if (row === undefined || ours?.nanoseconds === null) return null;
    if (ours === undefined || other === undefined) {
      throw new Error(`row '${id}' lacks ${ours === undefined ? whose : 'what ours is compared with'}`);
    }
    const value = spreadOf(divide(ours.samples, other.samples));
    // Beside the engine that is no match for anybody, a peer says nothing.
    const peer = whose !== OURS || isPeer(other.contender) ? other : fastest()(row);
    return {
      ours: nanoseconds(ours),
      bestPeer:
        peer === undefined || !isPeer(peer.contender) ? null : `${peer.contender} ${nanoseconds(peer)}`,
      value,
      ratio: value,
      rounds: ours.samples.length,
    };
  };
}

export const floor =
  (name: Floor): Base =>
  (row) =>
    row.figures.find(({ contender }) => contender === floors[name].name);

/** Of all peers unless told otherwise: the one with the smallest median. */
export function fastest({ of, but = [] }: { of?: readonly string[]; but?: readonly string[] } = {}): Base {
  return ({ figures }) => {
    const those = figures.filter(
      ({ contender, nanoseconds: known }) =>
        known !== null && isPeer(contender) && !but.includes(contender) && (of?.includes(contender) ?? true),
    );
    return those.toSorted((one, other) => medianOf(one) - medianOf(other))[0];
  };
}

/** The times of these contenders together, round by round. */
export function sum(...names: readonly string[]): Base {
  return ({ figures }) => {
    const parts = names.map((name) => figures.find(({ contender }) => contender === name)?.samples ?? []);
    const rounds = Math.min(...parts.map(({ length }) => length));
    if (rounds === 0) return undefined;
    const samples = Array.from({ length: rounds }, (_, round) =>
      parts.reduce((total, part) => total + (part[round] ?? Number.NaN), 0),
    );
    return { contender: names.join(' + '), samples };
  };
}

/** How much more one of the most waiters costs than one of the fewest. */
export const growthOfWaiters: Measure = ({ growth }) => {
  const largest = growth
    .filter(({ kind }) => kind === 'served')
    .map(({ contender, sizes }) => ({ contender, ...sizes.at(-1) }));
  const ours = largest.find(({ contender }) => contender === OURS);
  if (ours?.growth == null) return null;
  const grown = largest.filter(({ contender, growth: known }) => isPeer(contender) && known != null);
  const [best] = grown.toSorted((one, other) => (one.growth?.median ?? 0) - (other.growth?.median ?? 0));
  return {
    ours: `${number(ours.nanoseconds?.median ?? Number.NaN)} ns`,
    bestPeer: best?.growth == null ? null : `${best.contender} × ${times(best.growth.median)}`,
    value: ours.growth,
    ratio: ours.growth,
    rounds: ours.samples?.length ?? 0,
  };
};

export const timers: Measure = ({ apart }) =>
  counted(apart?.timers, (made) => `${made} timers in 1,000 acquires`);

export const bytes =
  (thing: 'idle' | 'waiting'): Measure =>
  ({ apart }) =>
    counted(apart?.[thing], (size) => `${Math.round(size)} bytes`);

/** Of an entry of size-limit in package.json. */
export const kilobytes =
  (name: string): Measure =>
  ({ apart }) => {
    const size = apart?.sizes?.[name];
    if (size === undefined) return null;
    return {
      ours: `${(size / 1000).toFixed(2)} kB`,
      bestPeer: null,
      value: exactly(size / 1000),
      ratio: null,
      rounds: 1,
    };
  };

export const imported: Measure = ({ apart }) => {
  const samples = apart?.imports ?? {};
  const all = Object.entries(samples).map(([contender, taken]) => ({ contender, samples: taken }));
  const ours = all.find(({ contender }) => contender === OURS);
  if (ours === undefined) return null;
  const peers = all.filter((other) => other !== ours);
  const [best] = peers.toSorted((one, other) => medianOf(one) - medianOf(other));
  return {
    ours: `${number(medianOf(ours))} ms`,
    bestPeer: best === undefined ? null : `${best.contender} ${number(medianOf(best))} ms`,
    value: spreadOf(ours.samples),
    ratio: best === undefined ? null : spreadOf(ratios(ours.samples, best.samples)),
    rounds: ours.samples.length,
  };
};

export const megabytesOfMillion: Measure = ({ apart }) => {
  if (apart?.doesNotFit === true) {
    const value = exactly(Number.POSITIVE_INFINITY);
    return { ours: 'does not fit', bestPeer: null, value, ratio: null, rounds: 1 };
  }
  if (apart?.million == null) return null;
  const { members, megabytes } = apart.million;
  const ours = `${Math.round(megabytes.heap)} MB for ${members.toLocaleString('en')}`;
  return { ours, bestPeer: null, value: exactly(megabytes.heap), ratio: null, rounds: 1 };
};

/** What an operation on a large set takes, to what it takes on a set of a thousand. */
export const ofFewMembers =
  (which: 'many' | 'any'): Measure =>
  ({ apart }) => {
    if (apart?.million == null) return null;
    const { few, [which]: samples } = apart.million;
    const value = spreadOf(ratios(samples, few));
    const ours = `${number(spreadOf(samples).median)} ns`;
    return { ours, bestPeer: null, value, ratio: value, rounds: samples.length };
  };

export const transitions: Measure = ({ apart }) => {
  if (apart?.explorer == null) return null;
  const value = spreadOf(apart.explorer);
  return { ours: number(value.median), bestPeer: null, value, ratio: null, rounds: apart.explorer.length };
};

function counted(figures: Figures | null | undefined, show: (figure: number) => string): Outcome | null {
  const ours = figures?.[OURS];
  if (figures == null || ours === undefined) return null;
  const peers = Object.entries(figures).filter(([name]) => name !== OURS);
  const [best] = peers.toSorted(([, one], [, other]) => one - other);
  return {
    ours: show(ours),
    bestPeer: best === undefined ? null : `${best[0]} ${show(best[1])}`,
    value: exactly(ours),
    ratio: best === undefined || best[1] === 0 ? null : exactly(ours / best[1]),
    rounds: 1,
  };
}

const medianOf = ({ samples }: Pick<Sampled, 'samples'>): number => spreadOf(samples).median;

const nanoseconds = (figure: Pick<Figure, 'samples'>): string => `${number(medianOf(figure))} ns`;

const exactly = (value: number): Spread => ({ median: value, lower: value, upper: value });
