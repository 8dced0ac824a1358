/** Times in words. */
export function durationText(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} min ${Math.floor((ms % 60_000) / 1_000)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Of a clock on the wall, or of a job file, which begins at 0. */
export function timeText(at: number, time: 'clock' | 'file'): string {
  const two = (value: number, length = 2): string => String(Math.floor(value)).padStart(length, '0');
  const date = new Date(at);
  const hours = time === 'file' ? at / 3_600_000 : date.getHours();
  const [minutes, seconds] =
    time === 'file' ? [(at / 60_000) % 60, (at / 1_000) % 60] : [date.getMinutes(), date.getSeconds()];
  return `${two(hours)}:${two(minutes)}:${two(seconds)}.${two(at % 1_000, 3)}`;
}
