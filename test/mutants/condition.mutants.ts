/**
 * Planted bugs, one for each thing that a condition can get wrong.
 */
import type { Mutant } from './load-mutant.ts';

const machine = 'models/condition.machine.ts';
const rules = 'src/core/condition/rules.ts';

export const conditionMutants: readonly Mutant[] = [
  {
    name: 'wakes the first of those who wait only',
    file: rules,
    find: "  for (const [request, owner] of context.waiters) emit({ type: 'condition.notified', owner, request });\n  context.waiters.clear();\n  context.owners.clear();",
    replace:
      "  const [first] = context.waiters;\n  if (first === undefined) return;\n  const [request, owner] = first;\n  emit({ type: 'condition.notified', owner, request });\n  context.waiters.delete(request);\n  context.owners.delete(owner);",
  },
  {
    name: 'wakes the last to come first',
    file: rules,
    find: 'of context.waiters) emit',
    replace: 'of [...context.waiters].reverse()) emit',
  },
  {
    name: 'keeps those it has woken',
    file: rules,
    find: '  context.waiters.clear();\n  context.owners.clear();',
    replace: '',
  },
  {
    name: 'forgets those who wait without waking them',
    file: rules,
    find: "emit({ type: 'condition.notified', owner, request });",
    replace: 'void [request, owner, emit];',
  },
  {
    name: 'remembers the owners it has woken',
    file: rules,
    find: '  context.owners.clear();',
    replace: '',
  },
  {
    name: 'wakes anonymous owners only',
    file: rules,
    find: "of context.waiters) emit({ type: 'condition.notified', owner, request });\n  context.waiters.clear();",
    replace:
      "of context.waiters)\n    if (owner === null) {\n      emit({ type: 'condition.notified', owner, request });\n      context.waiters.delete(request);\n    }",
  },
  {
    name: 'wakes whoever comes first as if notified',
    file: rules,
    find: "emit({ type: 'condition.waiting', owner, request });",
    replace:
      "emit({ type: 'condition.waiting', owner, request });\n  if (context.waiters.size === 1) wakeAll(context, null, emit);",
  },
  {
    name: 'lets an owner wait twice',
    file: rules,
    find: 'return owner !== null && context.owners.has(owner);',
    replace: 'return false;',
  },
  {
    name: 'moves an owner to the end that asks again',
    file: rules,
    find: '  const { owner, request = null } = command;\n',
    replace:
      "  const { owner, request = null } = command;\n  for (const [each, whose] of reason === 'already-waiting' ? [..._context.waiters] : [])\n    if (whose === owner && _context.waiters.delete(each)) _context.waiters.set(each, whose);\n",
  },
  {
    name: 'lets a newcomer wait before all others',
    file: rules,
    find: '  context.waiters.set(request, owner);',
    replace:
      '  const others = [...context.waiters];\n  context.waiters.clear();\n  for (const [each, whose] of [[request, owner] as const, ...others]) context.waiters.set(each, whose);',
  },
  {
    name: 'lets a try wait',
    file: machine,
    find: "          { guard: 'isTry', actions: { type: 'refuse', params: { reason: 'timeout' } } },\n",
    replace: '',
  },
  {
    name: 'lets a waiter go without an answer',
    file: rules,
    find: "  emit({ type: 'condition.refused', owner, request, reason });\n}\n\nexport function refuse",
    replace: '  void [reason, emit];\n}\n\nexport function refuse',
  },
  {
    name: 'keeps whoever has given up',
    file: rules,
    find: '  context.waiters.delete(request);\n',
    replace: '',
  },
  {
    name: 'remembers the owner that has given up',
    file: rules,
    find: '  context.owners.delete(owner);\n  emit',
    replace: '  emit',
  },
  {
    name: 'lets one owner cancel for another',
    file: rules,
    find: 'return context.waiters.get(request) === owner;',
    replace: 'return context.waiters.has(request);',
  },
  {
    name: 'takes any cancel for that of the first',
    file: rules,
    find: '  context.waiters.delete(request);\n  context',
    replace:
      '  const [first] = context.waiters.keys();\n  context.waiters.delete(first ?? request);\n  context',
  },
  {
    name: 'refuses whoever was just woken, when its deadline passes',
    file: machine,
    find: "{ actions: { type: 'refuse', params: { reason: 'not-waiting' } } },",
    replace: "{ actions: { type: 'refuse', params: { reason: 'timeout' } } },",
  },
  {
    name: 'can be notified again and again, though it is of the single kind',
    file: machine,
    find: "          { guard: 'isOnce', actions: 'wakeAll', target: 'notified' },\n",
    replace: '',
  },
  {
    name: 'is over after one notification, though it is of the other kind',
    file: machine,
    find: "          { actions: 'wakeAll' },",
    replace: "          { actions: 'wakeAll', target: 'notified' },",
  },
  {
    name: 'is over only when somebody was there to be woken',
    file: rules,
    find: 'return context.once;',
    replace: 'return context.once && context.waiters.size > 0;',
  },
  {
    name: 'lets waiters in after the one notification',
    file: machine,
    find: "'condition.wait': { actions: { type: 'refuse', params: { reason: 'already-notified' } } },",
    replace: "'condition.wait': { actions: 'enqueue' },",
  },
  {
    name: 'takes a second notification in silence',
    file: machine,
    find: "'condition.notify': { actions: { type: 'refuse', params: { reason: 'already-notified' } } },",
    replace: "'condition.notify': { actions: 'wakeAll' },",
  },
  {
    name: 'forgets which kind it is, when it is stored',
    file: rules,
    find: 'return { once, waiters: [...waiters]',
    replace: 'return { once: once && waiters.size === 0, waiters: [...waiters]',
  },
  {
    name: 'forgets the owners, when it is restored',
    file: rules,
    find: '    owners: new Set(waiters.map(({ owner }) => owner)),',
    replace: '    owners: new Set(),',
  },
];
