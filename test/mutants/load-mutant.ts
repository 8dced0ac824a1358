/**
 * One lock with one line of its machine or of its rules changed: read, compiled and run like the real one.
 */
import { readFileSync } from 'node:fs';
import type { AnyStateMachine } from 'xstate';
import * as xstate from 'xstate';
import * as kit from '../../models/machine-kit.ts';
import type * as compiled from '../../src/core/shared-lock/compiled.ts';
import * as place from '../../src/core/shared-lock/place.ts';
import { compileMachine } from '../../tools/compile-machines.ts';
import { evaluate } from '../compile/evaluate.ts';

export interface Mutant {
  /** What the changed lock does wrong. */
  readonly name: string;
  readonly file: string;
  /** Must stand in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

export type LockModule = typeof compiled;

export function loadMutant(mutant: Mutant | null): LockModule {
  const source = (file: string): string => {
    const text = readFileSync(file, 'utf8');
    return file === mutant?.file ? changed(text, mutant) : text;
  };
  const core = 'src/core/shared-lock';
  const ring = evaluate(source(`${core}/ring.ts`), { './place.ts': place });
  const queue = evaluate(source(`${core}/queue.ts`), { './ring.ts': ring });
  const parts = { './place.ts': place, './ring.ts': ring, './queue.ts': queue };
  const context = evaluate(source(`${core}/context.ts`), parts);
  const canonical = evaluate(source(`${core}/canonical.ts`), { ...parts, './context.ts': context });
  const rules = evaluate(source(`${core}/rules.ts`), {
    ...parts,
    './context.ts': context,
    './canonical.ts': canonical,
  });
  const { sharedLockMachine } = evaluate(source('models/shared-lock.machine.ts'), {
    xstate,
    '../src/core/shared-lock/rules.ts': rules,
    './machine-kit.ts': kit,
  });
  const text = compileMachine(sharedLockMachine as AnyStateMachine, rules, 'a mutant');
  return evaluate(text, { './rules.ts': rules }) as LockModule;
}

function changed(text: string, { name, find, replace }: Mutant): string {
  const pieces = text.split(find);
  if (pieces.length !== 2)
    throw new Error(`mutant '${name}': its text stands ${pieces.length - 1} times in the file`);
  return pieces.join(replace);
}
