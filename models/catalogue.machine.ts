/**
 * Transition table of the catalogue of a lock set: which names it has, and which lock stands behind each.
 * `npm run compile` turns it into src/core/catalogue/compiled.ts.
 *
 * It answers whatever it is asked at once, and so has one state. A name that was removed and added again is
 * another lock, with an id of its own.
 */
import { setup } from 'xstate';
import type { CatalogueCommand, CatalogueEffect } from '../src/core/catalogue/commands.ts';
import * as rules from '../src/core/catalogue/rules.ts';
import { machineKit } from './machine-kit.ts';

const { guard, action, initially, read } = machineKit<
  rules.CatalogueContext,
  rules.CatalogueData,
  CatalogueCommand,
  CatalogueEffect
>(rules);

/** The catalogue in memory that a snapshot's context stands for; for reading only. */
export const readCatalogue = read;

const table = setup({
  types: {} as { context: rules.CatalogueData; events: CatalogueCommand; emitted: CatalogueEffect },
  guards: { hasAny: guard(rules.hasAny) },
  actions: {
    resolve: action(rules.resolve),
    list: action(rules.list),
    add: action(rules.add),
    refuseDuplicates: action(rules.refuseDuplicates),
    remove: action(rules.remove),
  },
});

export const catalogueMachine = table.createMachine({
  id: 'catalogue',
  options: { maxIterations: 10 },
  context: initially(rules.emptyCatalogue),
  initial: 'open',
  states: {
    open: {
      on: {
        'catalogue.resolve': { actions: 'resolve' },
        'catalogue.list': { actions: 'list' },
        'catalogue.add': [{ guard: 'hasAny', actions: 'refuseDuplicates' }, { actions: 'add' }],
        'catalogue.remove': { actions: 'remove' },
      },
    },
  },
});
