/**
 * Planted bugs, one for each thing that a lock can get wrong. A check that misses one of them is worth less
 * than it looks.
 */
import type { Mutant } from './load-mutant.ts';

const machine = 'models/shared-lock.machine.ts';
const rules = 'src/core/shared-lock/rules.ts';
const context = 'src/core/shared-lock/context.ts';
const queue = 'src/core/shared-lock/queue.ts';

export const sharedLockMutants: readonly Mutant[] = [
  {
    name: 'grants without looking at the queue',
    file: rules,
    find: 'return head == null || (!command.try && command.priority < head.priority);',
    replace: 'return true;',
  },
  {
    name: 'joins a group already granted, past a writer that waits',
    file: rules,
    find: 'command.priority < head.priority',
    replace: 'command.priority <= head.priority',
  },
  {
    name: 'lets a try overtake',
    file: rules,
    find: '(!command.try && command.priority < head.priority)',
    replace: 'command.priority < head.priority',
  },
  {
    name: 'grants beside an exclusive hold',
    file: rules,
    find: "(mode === 'shared' && context.holds.mode === 'shared')",
    replace: "mode === 'shared'",
  },
  {
    name: 'forgets the eager grant after a cancel',
    file: machine,
    find: "actions: 'dropWaiter', target: '.settling' }",
    replace: "actions: 'dropWaiter' }",
  },
  {
    name: 'forgets the eager grant after a timeout of the head',
    file: rules,
    find: '  if (context.queue !== null) grantFrom(',
    replace:
      "  if (context.queue !== null && (_command as { reason?: string }).reason !== 'timeout') grantFrom(",
  },
  {
    name: 'forgets the eager grant after a downgrade',
    file: machine,
    find: "actions: 'downgrade', target: 'settling'",
    replace: "actions: 'downgrade', target: 'shared'",
  },
  {
    name: 'forgets the eager grant after a raise',
    file: machine,
    find: "actions: 'raise', target: '.settling' }",
    replace: "actions: 'raise' }",
  },
  {
    name: 'raises a waiter without moving it',
    file: rules,
    find: "  leaveQueue(context, place);\n  place.priority = command.priority;\n  wait(context, place);\n  emit('lock.raised', place);",
    replace: "  emit('lock.raised', place);",
  },
  {
    name: 'moves a waiter back, if that is asked',
    file: rules,
    find: "return place?.standing === 'waiter' && command.priority < place.priority;",
    replace: "return place?.standing === 'waiter';",
  },
  {
    name: 'forgets the handoff at a release',
    file: machine,
    find: "actions: 'dropHold', target: '.settling'",
    replace: "actions: 'dropHold', target: '.free'",
  },
  {
    name: 'serves one waiter of a group only',
    file: rules,
    find: '    grant(context, head, emit);\n',
    replace: '    grant(context, head, emit);\n    return;\n',
  },
  {
    name: 'opens a second shared group in one priority',
    file: queue,
    find: "place.mode === 'shared' ? line.lastSharer : null;",
    replace: "place.mode === 'shared' && line.lastSharer === line.first ? line.lastSharer : null;",
  },
  {
    name: 'keeps an emptied group',
    file: queue,
    find: '    this.#lines.delete(line.priority);\n',
    replace: '',
  },
  {
    name: 'serves the least urgent first',
    file: queue,
    find: 'parent.priority <= line.priority',
    replace: 'parent.priority >= line.priority',
  },
  {
    name: 'does not jump at a downgrade',
    file: rules,
    find: '  context.queue?.advanceSharers();\n',
    replace: '',
  },
  {
    name: 'jumps at every downgrade, also of a sharer',
    file: machine,
    find: "{ guard: 'isHolder', actions: 'confirmDowngrade' }",
    replace: "{ guard: 'isHolder', actions: 'downgrade', target: '.settling' }",
  },
  {
    name: 'jumps with a part of the group',
    file: queue,
    find: 'before !== null; before',
    replace: 'before === line.first; before',
  },
  {
    name: 'hands a token out twice',
    file: rules,
    find: '  context.token += 1;\n',
    replace: "  if (place.mode === 'exclusive' || context.holds === null) context.token += 1;\n",
  },
  {
    name: 'gives a downgraded hold a new token',
    file: rules,
    find: "  place.mode = 'shared';\n",
    replace: "  place.mode = 'shared';\n  context.token += 1;\n  place.token = context.token;\n",
  },
  {
    name: 'lets an owner in twice',
    file: rules,
    find: 'return command.owner !== null && lookUp(context, command.owner) !== undefined;',
    replace: 'return false;',
  },
  {
    name: "releases somebody else's hold",
    file: rules,
    find: 'const place = find(context, command);\n  if (place !== undefined) endHold(context, place, emit);',
    replace: 'const place = context.holds;\n  if (place !== null) endHold(context, place, emit);',
  },
  {
    name: 'takes a late cancel for the request that waits now',
    file: context,
    find: 'return request === undefined || place?.request === request ? place : undefined;',
    replace: 'return place;',
  },
  {
    name: 'lets a waiter go without an answer',
    file: rules,
    find: "  leaveQueue(context, place);\n  emit('lock.refused', place, reason);",
    replace: '  leaveQueue(context, place);\n  void [reason, emit];',
  },
  {
    name: 'deletes while somebody shares',
    file: rules,
    find: 'return context.queue !== null && context.holds === null && context.queue.head?.deletes === true;',
    replace: 'return context.queue !== null && context.queue.head?.deletes === true;',
  },
  {
    name: 'leaves waiters behind in a deleted lock',
    file: rules,
    find: "  emit('lock.deleted', head, context.token);\n  evictAll(context, 'deleted', emit);",
    replace: "  emit('lock.deleted', head, context.token);",
  },
  {
    name: 'keeps the hold of the exclusive holder that deletes',
    file: rules,
    find: "if (place !== undefined) endHold(context, place, emit);\n  emit('lock.deleted', command, context.token);",
    replace: "void place;\n  emit('lock.deleted', command, context.token);",
  },
  {
    name: 'a deleted lock takes requests again',
    file: machine,
    find: "'lock.acquire': { actions: { type: 'refuse', params: { reason: 'deleted' } } },",
    replace: '',
  },
  {
    name: 'leaves waiters behind in a closed lock',
    file: rules,
    find: "  context.closed = true;\n  evictAll(context, 'closed', emit);",
    replace: '  context.closed = true;\n  void emit;',
  },
  {
    name: 'a closed lock takes requests again',
    file: machine,
    find: "{ guard: 'isClosed', actions: { type: 'refuse', params: { reason: 'closed' } } },\n          { guard: 'wantsExclusive'",
    replace: "{ guard: 'wantsExclusive'",
  },
  {
    name: 'a closed lock is ended by its exclusive holder',
    file: machine,
    find:
      "{ guard: 'isClosed', actions: { type: 'refuse', params: { reason: 'closed' } } },\n" +
      "          { guard: 'isOwnHold', actions: 'deleteHeld'",
    replace: "{ guard: 'isOwnHold', actions: 'deleteHeld'",
  },
];
