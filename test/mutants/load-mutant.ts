/**
 * One machine with one line of it or of its rules changed: read, compiled and run like the real one.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as xstate from 'xstate';
import { type AnyStateMachine, StateMachine } from 'xstate';
import * as kit from '../../models/machine-kit.ts';
import type * as catalogue from '../../src/core/catalogue/compiled.ts';
import type * as condition from '../../src/core/condition/compiled.ts';
import type * as levelOrder from '../../src/core/level-order/compiled.ts';
import type * as lockSet from '../../src/core/lock-set/compiled.ts';
import type * as sharedLock from '../../src/core/shared-lock/compiled.ts';
import * as place from '../../src/core/shared-lock/place.ts';
import { compileMachine } from '../../tools/compile-machines.ts';
import { evaluate } from '../compile/evaluate.ts';

export interface Mutant {
  /** What the changed machine does wrong. */
  readonly name: string;
  readonly file: string;
  /** Must stand in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

/** The compiled modules of the machines that have mutants. */
export interface Modules {
  readonly 'shared-lock': typeof sharedLock;
  readonly condition: typeof condition;
  readonly catalogue: typeof catalogue;
  readonly 'lock-set': typeof lockSet;
  readonly 'level-order': typeof levelOrder;
}

/** What a mutant does not change: the shells know places by their class. */
const real: Readonly<Record<string, object>> = {
  xstate,
  'models/machine-kit.ts': kit,
  'src/core/shared-lock/place.ts': place,
};

/** The machine of this name; unchanged where the mutant is null. */
export function loadMutant<Name extends keyof Modules>(name: Name, mutant: Mutant | null): Modules[Name] {
  const modules = new Map(Object.entries(real));
  const load = (file: string): object => {
    const known = modules.get(file);
    if (known !== undefined) return known;
    const text = readFileSync(file, 'utf8');
    const module = evaluate(file === mutant?.file ? changed(text, mutant) : text, (path) =>
      load(path.startsWith('.') ? join(dirname(file), path) : path),
    );
    modules.set(file, module);
    return module;
  };
  const rules = load(`src/core/${name}/rules.ts`);
  const machine = Object.values(load(`models/${name}.machine.ts`)).find(
    (value) => value instanceof StateMachine,
  );
  const text = compileMachine(machine as AnyStateMachine, rules, 'a mutant');
  return evaluate(text, () => rules) as unknown as Modules[Name];
}

function changed(text: string, { name, find, replace }: Mutant): string {
  const pieces = text.split(find);
  if (pieces.length !== 2)
    throw new Error(`mutant '${name}': its text stands ${pieces.length - 1} times in the file`);
  return pieces.join(replace);
}
