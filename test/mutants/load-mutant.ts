/**
 * The package with one line of it changed: a changed machine, or one with changed rules, is read, compiled
 * and run like the real one.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as xstate from 'xstate';
import { type AnyStateMachine, StateMachine } from 'xstate';
import * as kit from '../../models/machine-kit.ts';
import type * as condition from '../../src/core/condition/compiled.ts';
import type * as sharedLock from '../../src/core/shared-lock/compiled.ts';
import * as place from '../../src/core/shared-lock/place.ts';
import { compileMachine } from '../../tools/compile-machines.ts';
import { evaluate } from '../compile/evaluate.ts';

export interface Mutant {
  /** What the changed package does wrong. */
  readonly name: string;
  readonly file: string;
  /** Must stand in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

/** The one of this name. */
export function named(mutants: readonly Mutant[], name: string): Mutant {
  const mutant = mutants.find((one) => one.name === name);
  if (mutant === undefined) throw new Error(`there is no mutant that ${name}`);
  return mutant;
}

/** What a mutant does not change: the shells know places by their class. */
const real: Readonly<Record<string, object>> = {
  xstate,
  'models/machine-kit.ts': kit,
  'src/core/shared-lock/place.ts': place,
};

const require = createRequire(import.meta.url);

/** Gives modules by their paths from the root, all of one package; unchanged where the mutant is null. */
export function packageWith(mutant: Mutant | null): <Module>(file: string) => Module {
  const modules = new Map(Object.entries(real));
  const load = (file: string): object => {
    const known = modules.get(file);
    if (known !== undefined) return known;
    if (file.startsWith('node:')) return require(file);
    const exports = {};
    // Known before it is complete, for modules that import each other.
    modules.set(file, exports);
    const text = textOf(file, mutant, load);
    evaluate(text, (path) => load(path.startsWith('.') ? join(dirname(file), path) : path), exports);
    return exports;
  };
  return <Module>(file: string) => load(file) as Module;
}

/** The machines of single locks and conditions, which have mutants of their own. */
export interface Modules {
  readonly 'shared-lock': typeof sharedLock;
  readonly condition: typeof condition;
}

/** The compiled machine of this name. */
export function loadMutant<Name extends keyof Modules>(name: Name, mutant: Mutant | null): Modules[Name] {
  return packageWith(mutant)(`src/core/${name}/compiled.ts`);
}

function textOf(file: string, mutant: Mutant | null, load: (file: string) => object): string {
  const [, name] = /^src\/core\/(.+)\/compiled\.ts$/.exec(file) ?? [];
  const source = `models/${name}.machine.ts`;
  if (mutant?.file === source || (name !== undefined && mutant?.file.startsWith(`src/core/${name}/`))) {
    const machine = Object.values(load(source)).find((value) => value instanceof StateMachine);
    return compileMachine(machine as AnyStateMachine, load(`src/core/${name}/rules.ts`), 'a mutant');
  }
  const text = readFileSync(file, 'utf8');
  return file === mutant?.file ? changed(text, mutant) : text;
}

/** The text with its change. */
export function changed(text: string, { name, find, replace }: Mutant): string {
  const pieces = text.split(find);
  if (pieces.length !== 2)
    throw new Error(`mutant '${name}': its text stands ${pieces.length - 1} times in the file`);
  return pieces.join(replace);
}
