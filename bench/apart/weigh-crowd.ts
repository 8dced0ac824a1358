/** A program of its own: the bytes of heap for one of so many waiters, members, owners or levels. */
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type * as Main from '../../src/index.node.ts';
import { type Build, mainFile } from '../contenders/lockchart.ts';
import { namesOf } from '../rows.ts';
import { crowds, type Dimension } from './crowds.ts';
import { heapUsed } from './heap.ts';

const LEAST = 10_000;

const [dimension = '', count, build] = process.argv.slice(2);
const file = resolve(fileURLToPath(new URL('../..', import.meta.url)), mainFile(build as Build));
const main = (await import(pathToFileURL(file).href)) as typeof Main;

const names = namesOf(Number(count));
const make = crowds[dimension as Dimension];
// Names are the caller's, and V8 puts one together when it is first looked up.
make(main, names);
/** A few of anything weigh less than what else comes and goes. */
const copies = Math.ceil(LEAST / names.length);
const all: unknown[] = Array(copies).fill(undefined);
const before = await heapUsed();
for (let copy = 0; copy < copies; copy += 1) all[copy] = make(main, names);
const after = await heapUsed();
process.stdout.write(JSON.stringify((after - before) / (all.length * names.length)));
