/**
 * Planted bugs, one for each thing that a lock set can get wrong when members are released or downgraded.
 */
import type { Mutant } from './load-mutant.ts';

const rules = 'src/core/lock-set/rules.ts';
const orders = 'src/core/lock-set/orders.ts';

export const releaseMutants: readonly Mutant[] = [
  {
    name: 'releases the members before the set lock',
    file: rules,
    find: '  releaseSetLock(context, emit);\n  const released = chosen(context, names);\n  for (const held of released) releaseLock(context, held, emit);\n',
    replace:
      '  const released = chosen(context, names);\n  for (const held of released) releaseLock(context, held, emit);\n  releaseSetLock(context, emit);\n',
  },
  {
    name: 'releases members from the last to the first',
    file: rules,
    find: '  for (const held of released) releaseLock(context, held, emit);\n',
    replace: '  for (const held of [...released].reverse()) releaseLock(context, held, emit);\n',
  },
  {
    name: 'keeps the set lock when it releases a part',
    file: rules,
    find: '  releaseSetLock(context, emit);\n  const released = chosen(context, names);\n',
    replace:
      '  const released = chosen(context, names);\n  if (names === null) releaseSetLock(context, emit);\n',
  },
  {
    name: 'keeps the set lock when it releases nothing',
    file: rules,
    find: '  releaseSetLock(context, emit);\n  const released = chosen(context, names);\n',
    replace:
      '  const released = chosen(context, names);\n  if (names?.length !== 0) releaseSetLock(context, emit);\n',
  },
  {
    name: 'releases everything, whatever is named',
    file: rules,
    find: 'if (names === null) return heldMembers(context);',
    replace: 'if (names?.length !== 0) return heldMembers(context);',
  },
  {
    name: 'releases what it does not hold in silence',
    file: rules,
    find: 'return names?.some((name) => !context.members.has(name)) === true;',
    replace: 'return names?.some((name) => !context.members.has(name)) === undefined;',
  },
  {
    name: 'notes that a lock is released, and does not tell it',
    file: orders,
    find: "  emit({ type: 'lock.release', lock, owner, request });",
    replace: '  void [lock, owner, request, emit];',
  },
  {
    name: 'downgrades the set lock while a member is held exclusively',
    file: rules,
    find: 'if (setLock !== null && !holdsExclusive(context)) {',
    replace: 'if (setLock !== null) {',
  },
  {
    name: 'keeps the set lock exclusive when all members are shared',
    file: rules,
    find: 'if (setLock !== null && !holdsExclusive(context)) {',
    replace: "if (setLock?.mode === 'shared') {",
  },
  {
    name: 'keeps the set lock exclusive when it downgrades nothing',
    file: rules,
    find: 'if (setLock !== null && !holdsExclusive(context)) {',
    replace: 'if (setLock !== null && downgraded.length > 0 && !holdsExclusive(context)) {',
  },
  {
    name: 'notes that a member is downgraded, and does not tell its lock',
    file: rules,
    find: "    emit({ type: 'lock.downgrade', lock: held.lock, owner: context.owner, request: held.request });\n",
    replace: '',
  },
  {
    name: 'downgrades a member, and does not note it',
    file: rules,
    find: "    context.members.set(held.name, { ...held, mode: 'shared' });\n",
    replace: '',
  },
];
