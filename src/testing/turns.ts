/**
 * Work that is done in turns: at one go, or with pauses in which others get their turn too.
 */

/** How long work goes on before it pauses, in ms. */
const BUSY = 40;

export interface Watch<Progress> {
  /** Called now and then. */
  readonly onProgress?: (progress: Progress) => void;
}

export interface Pausing<Progress> extends Watch<Progress> {
  /** Stops the work: what is awaited then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

export function atOnce<Progress, Result>(
  turns: Generator<Progress, Result>,
  { onProgress }: Watch<Progress>,
): Result {
  for (;;) {
    const turn = turns.next();
    if (turn.done === true) return turn.value;
    onProgress?.(turn.value);
  }
}

export async function withPauses<Progress, Result>(
  turns: Generator<Progress, Result>,
  { onProgress, signal }: Pausing<Progress>,
): Promise<Result> {
  for (let paused = performance.now(); ; ) {
    signal?.throwIfAborted();
    const turn = turns.next();
    if (turn.done === true) return turn.value;
    onProgress?.(turn.value);
    if (performance.now() - paused < BUSY) continue;
    await new Promise((resolve) => setTimeout(resolve));
    paused = performance.now();
  }
}
