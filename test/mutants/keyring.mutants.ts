/**
 * Planted bugs, one for each thing that a keyring can get wrong in what it counts, gives back and passes on.
 */
import type { Mutant } from './load-mutant.ts';
import { lastFirst } from './routing.mutants.ts';

const machine = 'models/level-order.machine.ts';
const rules = 'src/core/level-order/rules.ts';
const system = 'src/core/level-order/system.ts';

export const keyringMutants: readonly Mutant[] = [
  {
    name: 'gives back everything from the first level to the last',
    file: rules,
    find: 'of levels.toReversed())',
    replace: 'of levels)',
  },
  {
    name: 'forgets the first level when it gives back everything',
    file: rules,
    find: 'of levels.toReversed())',
    replace: 'of levels.slice(1).toReversed())',
  },
  {
    name: 'waits on, though everything is to be given back',
    file: rules,
    find: "  emit({ type: 'set.cancel', level: operation.level, request: operation.request, reason: 'abort' });",
    replace: '  void emit;',
  },
  {
    name: 'gives up what is under way, and keeps the rest',
    file: machine,
    find: "{ guard: 'isClosing', actions: 'releaseAll', target: 'settlingClose' }",
    replace: "{ guard: 'isClosing', actions: 'finishClosing', target: 'idle' }",
  },
  {
    name: 'does not say that the keyring was closed',
    file: rules,
    find: "const told = reason === 'abort' && context.closing !== null ? 'closed' : reason;",
    replace: 'const told = reason;',
  },
  {
    name: 'says that the keyring was closed, whatever ended the wait',
    file: rules,
    find: "const told = reason === 'abort' && context.closing !== null ? 'closed' : reason;",
    replace: "const told = reason === 'abort' ? 'closed' : reason;",
  },
  {
    name: 'does not count the set lock',
    file: rules,
    find: '  if (operation.all) here.setLock = true;\n',
    replace: '',
  },
  {
    name: 'counts the set lock as held after a release',
    file: rules,
    find: '  here.setLock = false;\n',
    replace: '',
  },
  {
    name: 'counts a level as left when a part of it is released',
    file: rules,
    find: '  here.members -= names.length;\n  here.setLock = false;\n',
    replace: '  here.members = 0;\n  here.setLock = false;\n',
  },
  {
    name: 'counts a downgrade as a release',
    file: machine,
    find: "          actions: { type: 'answer', params: { as: 'keyring.downgraded' } },",
    replace: "          actions: ['noteReleased', { type: 'answer', params: { as: 'keyring.downgraded' } }],",
  },
  {
    name: 'does not count what it adds and takes',
    file: rules,
    find: 'if (operation?.takes === true) heldAt',
    replace: 'if (operation === null) heldAt',
  },
  {
    name: 'counts what it adds, though it does not take it',
    file: rules,
    find: 'if (operation?.takes === true) heldAt',
    replace: 'if (operation !== null) heldAt',
  },
  {
    name: 'counts a name twice that is added twice',
    file: rules,
    find: 'members += new Set(names).size;',
    replace: 'members += names.length;',
  },
  {
    name: 'counts what it has removed as held',
    file: rules,
    find: '  if (here.members > 0) here.members -= names.length;\n',
    replace: '',
  },
  {
    name: 'does not count what it had removed before it was refused',
    file: machine,
    find: "{ actions: ['noteRemoved', 'answerRefused'], target: 'settling' },",
    replace: "{ actions: 'answerRefused', target: 'settling' },",
  },
  {
    name: 'discounts what it removes, though others had it',
    file: rules,
    find: 'if (here.members > 0) here.members -= names.length;',
    replace: 'here.members -= names.length;',
  },
  {
    name: 'takes a second operation in silence',
    file: machine,
    find: "    'keyring.names': { actions: { type: 'refuse', params: { reason: 'keyring-busy' } } },\n",
    replace: '',
  },
  {
    name: 'begins a second operation while one is under way',
    file: machine,
    find: "    'keyring.release': { actions: { type: 'refuse', params: { reason: 'keyring-busy' } } },\n",
    replace: "    'keyring.release': { actions: { type: 'forward', params: { as: 'set.release' } } },\n",
  },
  {
    name: 'takes any cancel for that of what is under way',
    file: machine,
    find: "{ guard: 'isCurrent', actions: { type: 'forwardToLevel', params: { as: 'set.cancel' } } },",
    replace: "{ guard: 'ownsAny', actions: { type: 'forwardToLevel', params: { as: 'set.cancel' } } },",
  },
  {
    name: 'answers a raise, and changes nothing',
    file: machine,
    find: "{ guard: 'isCurrent', actions: { type: 'forwardToLevel', params: { as: 'set.raise' } } },",
    replace: "{ guard: 'isCurrent', actions: 'tellRaised' },",
  },
  {
    name: 'raises at the first level, wherever it waits',
    file: rules,
    find: 'emit({ ...command, level: operation.level, type: as } as SetOrder);',
    replace:
      "emit({ ...command, level: as === 'set.raise' ? 'cluster' : operation.level, type: as } as SetOrder);",
  },
  {
    name: 'ends what is under way when a raise is refused',
    file: rules,
    find: "return reason === 'not-more-urgent' || reason === 'not-waiting';",
    replace: "return reason === 'not-waiting';",
  },
  {
    name: 'forgets a keyring that has something',
    file: system,
    find: 'if (context.operation !== null || ownsAny(context)) return;',
    replace: 'if (context.operation !== null) return;',
  },
  {
    name: 'forgets a keyring that only waits',
    file: system,
    find: 'if (context.operation !== null || ownsAny(context)) return;',
    replace: 'if (ownsAny(context)) return;',
  },
  {
    name: 'remembers a keyring that has nothing any more',
    file: system,
    find: '    this.#keyrings.delete(key);\n',
    replace: '',
  },
  lastFirst,
];
