/**
 * Planted bugs, one for each thing that a lock set can get wrong when members come and go, or are listed.
 */
import type { Mutant } from './load-mutant.ts';

const machine = 'models/lock-set.machine.ts';
const membership = 'src/core/lock-set/membership.ts';
const orders = 'src/core/lock-set/orders.ts';
const rules = 'src/core/lock-set/rules.ts';
const catalogue = 'src/core/catalogue/rules.ts';

export const membershipMutants: readonly Mutant[] = [
  {
    name: 'adds members without the set lock',
    file: machine,
    find: "'set.add': { actions: ['beginAdd', 'openSet'], target: 'openingToAdd' },",
    replace: "'set.add': { actions: ['beginAdd', 'askToAdd'], target: 'adding' },",
  },
  {
    name: 'adds members under a shared set lock',
    file: membership,
    find: "return setLock?.mode === 'exclusive';",
    replace: 'return setLock !== null;',
  },
  {
    name: 'takes the set lock shared to add members',
    file: membership,
    find: "context.operation.type === 'set.names' ? 'shared' : 'exclusive'",
    replace: "'shared'",
  },
  {
    name: 'takes the set lock exclusively to list the names',
    file: membership,
    find: "context.operation.type === 'set.names' ? 'shared' : 'exclusive'",
    replace: "'exclusive'",
  },
  {
    name: 'keeps the set lock after an add',
    file: membership,
    find: "  closeSet(context, emit);\n  emit({ type: 'set.added'",
    replace: "  emit({ type: 'set.added'",
  },
  {
    name: 'keeps the set lock after an add that is refused',
    file: membership,
    find: "  closeSet(context, emit);\n  emit({ type: 'set.refused', request: endOperation(context), reason: 'duplicate-add', names });",
    replace:
      "  emit({ type: 'set.refused', request: endOperation(context), reason: 'duplicate-add', names });",
  },
  {
    name: 'gives up the set lock after an add, whoever had it before',
    file: orders,
    find: 'if (context.operation?.briefly === true) releaseSetLock',
    replace: 'if (context.operation !== null) releaseSetLock',
  },
  {
    name: 'adds anew what is there already',
    file: catalogue,
    find: 'return names.some((name) => context.locks.has(name));',
    replace: 'return names.length > 0 && names.every((name) => context.locks.has(name));',
  },
  {
    name: 'adds a name twice that is given twice',
    file: catalogue,
    find: 'for (const name of new Set(names)) {',
    replace: 'for (const name of names) {',
  },
  {
    name: 'does not take what it adds',
    file: membership,
    find: 'return operation !== null && operation.mode !== null;',
    replace: 'return operation === null;',
  },
  {
    name: 'takes exclusively what it adds, whatever is asked',
    file: membership,
    find: "askLock(context, member, mode ?? 'exclusive', false, emit)",
    replace: "askLock(context, member, mode === null ? 'shared' : 'exclusive', false, emit)",
  },
  {
    name: 'asks for what it adds one by one, so that others come between',
    file: membership,
    find: "  for (const member of todo) askLock(context, member, mode ?? 'exclusive', false, emit);\n}\n\n/** They grant in the order in which they were asked. */\nexport function adopt(context: SetContext, command: Granted): void {\n  const { operation } = context;\n  const member = operation?.todo[operation.next];\n  if (operation === null || member === undefined) return;\n  operation.next += 1;\n",
    replace:
      "  for (const member of todo.slice(0, 1)) askLock(context, member, mode ?? 'exclusive', false, emit);\n}\n\nexport function adopt(context: SetContext, command: Granted, emit: Emit): void {\n  const { operation } = context;\n  const member = operation?.todo[operation.next];\n  if (operation === null || member === undefined) return;\n  operation.next += 1;\n  const next = operation.todo[operation.next];\n  if (next !== undefined) askLock(context, next, operation.mode ?? 'exclusive', false, emit);\n",
  },
  {
    name: 'gives a name that comes again the lock id that it had',
    file: catalogue,
    find: '    context.lastLock += 1;\n',
    replace: '    context.lastLock = context.locks.size + 1;\n',
  },
  {
    name: 'begins again with the tokens of a name that comes again',
    file: catalogue,
    find: "emit({ type: 'catalogue.added', members, token: context.token });",
    replace: "emit({ type: 'catalogue.added', members, token: 0 });",
  },
  {
    name: 'forgets the last token of a lock that is removed',
    file: catalogue,
    find: 'context.token = Math.max(context.token, token);',
    replace: 'void token;',
  },
  {
    name: 'lists the names in the order in which they came',
    file: catalogue,
    find: 'members: membersOf(context) });',
    replace: 'members: [...context.locks.values()] });',
  },
  {
    name: 'lists the names without the set lock',
    file: machine,
    find: "'set.names': { actions: ['beginNames', 'openSet'], target: 'openingToRead' },\n      },\n    },\n    owning",
    replace:
      "'set.names': { actions: ['beginNames', 'askForNames'], target: 'reading' },\n      },\n    },\n    owning",
  },
  {
    name: 'lists the names to an owner of members without the set lock',
    file: machine,
    find: "{ guard: 'holdsSetLock', actions: ['beginNames', 'askForNames'], target: 'reading' }",
    replace: "{ guard: 'ownsAny', actions: ['beginNames', 'askForNames'], target: 'reading' }",
  },
  {
    name: 'keeps the set lock after listing the names',
    file: membership,
    find: "  closeSet(context, emit);\n  emit({ type: 'set.names'",
    replace: "  emit({ type: 'set.names'",
  },
  {
    name: 'gives back its members when it gives up listing the names',
    file: machine,
    find: "'lock.refused': { actions: ['noteRefusal', 'giveUpReading'], target: 'settling' },",
    replace: "'lock.refused': { actions: 'noteRefusal', target: 'rollingBack' },",
  },
  {
    name: 'takes the set lock to remove members',
    file: machine,
    find: "'set.remove': { actions: 'beginRemove', target: 'choosingRemoval' },",
    replace: "'set.remove': { actions: ['beginRemove', 'openSet'], target: 'choosingRemoval' },",
  },
  {
    name: 'removes what its owner does not own',
    file: membership,
    find: 'return names.some((name) => !context.members.has(name));',
    replace: 'return names.length > 0 && names.every((name) => !context.members.has(name));',
  },
  {
    name: 'removes what its owner shares',
    file: membership,
    find: "    if (held?.mode === 'shared') return 'delete-while-sharing';\n",
    replace: '',
  },
  {
    name: 'removes a name twice that is given twice',
    file: membership,
    find: "} else if (ownsAny(context)) return 'remove-failed-holding';",
    replace: '}',
  },
  {
    name: 'leaves a removed member in the catalogue',
    file: membership,
    find: "  emit({ type: 'catalogue.remove', name, lock, token });\n  operation.removed",
    replace: '  void [name, lock, token, emit];\n  operation.removed',
  },
  {
    name: 'notes what it has removed as held',
    file: membership,
    find: '      context.members.delete(name);\n',
    replace: '',
  },
  {
    name: 'waits for a missing name to come',
    file: membership,
    find: 'return members.length === 0;',
    replace: 'return members.length > 1;',
  },
  {
    name: 'removes every name but the first',
    file: membership,
    find: 'deleteLock(context, member, requestOf(context), emit);',
    replace:
      "if (context.operation.next > 1) deleteLock(context, member, requestOf(context), emit);\n  else askLock(context, member, 'exclusive', false, emit);",
  },
  {
    name: 'fails when somebody else has removed the member first',
    file: rules,
    find: "if (operation?.type === 'set.remove') return reason === 'deleted';",
    replace: "if (operation?.type === 'set.remove') return false;",
  },
  {
    name: 'does not say what it had removed, when it is aborted',
    file: membership,
    find: "else emit({ type: 'set.refused', request, reason, names });\n}\n\n// ---- actions: names",
    replace: "else emit({ type: 'set.refused', request, reason, names: [] });\n}\n\n// ---- actions: names",
  },
];
