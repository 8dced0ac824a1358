/** The heap after full collections, in a process that was started with `--expose-gc`. */

export async function heapUsed(): Promise<number> {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('node was started without --expose-gc');
  for (let time = 0; time < 3; time += 1) {
    // Weak references are cleared only between two turns of the event loop.
    await new Promise(setImmediate);
    await gc();
  }
  return process.memoryUsage().heapUsed;
}
