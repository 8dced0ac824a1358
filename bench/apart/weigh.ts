/**
 * A program of its own: the bytes of heap that one of very many takes, of the idle locks or the waiting
 * requests of one contender. In a process with nothing else in it, the figure is the same every time.
 */
import type { Contender } from '../contenders/contender.ts';
import { type Build, loadEngines } from '../contenders/lockchart.ts';
import { peers } from '../contenders/peers.ts';
import { heapUsed } from './heap.ts';

export type Thing = 'idle' | 'waiting';

const [name = '', thing = '', count, build] = process.argv.slice(2);
const known: readonly Contender[] = [(await loadEngines(build as Build)).compiled, ...peers];
const contender = known.find((other) => other.name === name);
const make = thing === 'idle' ? contender?.idle : contender?.waiting?.();
if (make === undefined) throw new Error(`${name} has nothing ${thing}`);

// What is there once, such as the code that V8 makes, is not counted; and the room for all of them is
// there. What makes them has the lock that they wait for, which must not go before them.
for (let index = 0; index < 1_000; index += 1) make();
const kept = [make, ...Array<unknown>(Number(count)).fill(undefined)];
const before = await heapUsed();
for (let index = 1; index < kept.length; index += 1) kept[index] = make();
const after = await heapUsed();
process.stdout.write(JSON.stringify((after - before) / (kept.length - 1)));
