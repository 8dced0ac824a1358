/** How far a run is, in one line of standard error where that is a terminal; silent anywhere else. */

export interface Progress {
  show(text: string, share: number): void;
  clear(): void;
}

const REDRAW_EVERY_MS = 100;

export function progressOn(stream: NodeJS.WriteStream): Progress {
  if (stream.isTTY !== true || process.env['TERM'] === 'dumb') return { show: () => {}, clear: () => {} };
  let drawnAt = Number.NEGATIVE_INFINITY;
  return {
    show(text, share) {
      const now = performance.now();
      if (now - drawnAt < REDRAW_EVERY_MS) return;
      drawnAt = now;
      const line = `${String(Math.floor(share * 100)).padStart(3)} %  ${text}`;
      stream.write(`\r\u001b[K${line.slice(0, Math.max(0, (stream.columns || 80) - 1))}`);
    },
    clear() {
      stream.write('\r\u001b[K');
    },
  };
}
