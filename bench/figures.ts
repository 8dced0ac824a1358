/** How figures are written, in all tables. */
import type { Spread } from './statistics.ts';

export function number(value: number): string {
  return value < 100 ? value.toPrecision(3) : Math.round(value).toLocaleString('en').replaceAll(',', ' ');
}

export const times = (value: number): string => (value < 10 ? value.toFixed(2) : number(value));

export function quartiles({ lower, upper }: Spread, show: (value: number) => string): string {
  return `${show(lower)} … ${show(upper)}`;
}
