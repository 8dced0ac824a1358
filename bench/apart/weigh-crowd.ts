/** A program of its own: the bytes of heap for one of so many waiters, members, owners or levels. */
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type * as Main from '../../src/index.node.ts';
import { type Build, mainFile } from '../contenders/lockchart.ts';
import { crowds, type Dimension } from './crowds.ts';
import { heapUsed } from './heap.ts';

const [dimension = '', count, build] = process.argv.slice(2);
const file = resolve(fileURLToPath(new URL('../..', import.meta.url)), mainFile(build as Build));
const main = (await import(pathToFileURL(file).href)) as typeof Main;

const make = crowds[dimension as Dimension];
make(main, 100);
const before = await heapUsed();
const crowd = make(main, Number(count));
const after = await heapUsed();
process.stdout.write(JSON.stringify(crowd === undefined ? 0 : (after - before) / Number(count)));
