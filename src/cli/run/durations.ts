/** Milliseconds of the file's time, rounded for programs and worded for people. */

/** To the microsecond; beyond it a clock tells nothing but noise. */
export function roundMs(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}

/** A duration as people say it, to about three digits: `14 ms`, `2.5 s`, `12 min 30 s`, `1 h 05 min`. */
export function humanDuration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1_000).toFixed(1)} s`;
  const { hours, minutes, seconds } = clockParts(ms);
  if (hours === 0) return `${minutes} min ${twoDigits(seconds)} s`;
  return `${hours} h ${twoDigits(minutes)} min`;
}

/** A time of the file as a clock shows it: `07:12:33`, and `31:00:00` on the second day. */
export function clockTime(ms: number): string {
  const { hours, minutes, seconds } = clockParts(ms);
  return [hours, minutes, seconds].map(twoDigits).join(':');
}

function clockParts(ms: number): { hours: number; minutes: number; seconds: number } {
  const total = Math.round(ms / 1_000);
  return { hours: Math.floor(total / 3_600), minutes: Math.floor(total / 60) % 60, seconds: total % 60 };
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
