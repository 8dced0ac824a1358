/**
 * Planted bugs, one for each thing that a lock manager can get wrong.
 */
import { keyringMutants } from './keyring.mutants.ts';
import type { Mutant } from './load-mutant.ts';

const machine = 'models/level-order.machine.ts';
const rules = 'src/core/level-order/rules.ts';

/** The refusal that a line of the machine's table gives. */
const refuse = (guard: string, reason: string): string =>
  `          { guard: '${guard}', actions: { type: 'refuse', params: { reason: '${reason}' } } },\n`;

/** What the machine does when nothing is in the way. */
const begin = (type: string): string =>
  `          {\n            actions: [\n              { type: 'begin', params: { type: 'keyring.${type}' } },`;

export const withoutLevelCheck: Mutant = {
  name: 'acquires at any level at any time',
  file: machine,
  find: refuse('holdsGreater', 'level-order') + begin('acquire'),
  replace: begin('acquire'),
};

/** What the order of levels, or the big lock, should forbid or allow. */
const orderMutants: readonly Mutant[] = [
  withoutLevelCheck,
  {
    name: 'adds members at any level at any time',
    file: machine,
    find: refuse('holdsGreater', 'level-order') + begin('add'),
    replace: begin('add'),
  },
  {
    name: 'removes what others hold at any level at any time',
    file: machine,
    find: refuse('holdsGreater', 'level-order') + begin('remove'),
    replace: begin('remove'),
  },
  {
    name: 'keeps an owner from removing its own members once it holds more',
    file: rules,
    find: 'return isSome(heldAt(context, level));',
    replace: 'return isSome(heldAt(context, level)) && !holdsGreater(context, { level });',
  },
  {
    name: 'lists the names, whoever may be waiting for what is held',
    file: machine,
    find: refuse('couldWaitInACircle', 'level-order'),
    replace: '',
  },
  {
    name: 'does not list the names to whoever holds the set lock',
    file: rules,
    find: 'return !here.setLock && (here.members > 0 || holdsGreater(context, { level }));',
    replace: 'return here.members > 0 || holdsGreater(context, { level });',
  },
  {
    name: 'takes the level itself for a greater one',
    file: rules,
    find: 'context.held.slice(indexOf(context, level) + 1)',
    replace: 'context.held.slice(indexOf(context, level))',
  },
  {
    name: 'does not look at the level next to the one that is acquired',
    file: rules,
    find: 'context.held.slice(indexOf(context, level) + 1)',
    replace: 'context.held.slice(indexOf(context, level) + 2)',
  },
  {
    name: 'overlooks a set lock without members',
    file: rules,
    find: 'setLock || members > 0;',
    replace: 'members > 0;',
  },
  {
    name: 'acquires without the big lock',
    file: machine,
    find: refuse('lacksBigLockFor', 'bgl-required'),
    replace: '',
  },
  {
    name: 'adds members without the big lock',
    file: machine,
    find: `${refuse('lacksBigLock', 'bgl-required') + refuse('holdsGreater', 'level-order')}${begin('add')}`,
    replace: refuse('holdsGreater', 'level-order') + begin('add'),
  },
  {
    name: 'removes members without the big lock',
    file: machine,
    find: `${refuse('lacksBigLock', 'bgl-required')}          // Whoever holds members`,
    replace: '          // Whoever holds members',
  },
  {
    name: 'does not find the big lock among all there are',
    file: rules,
    find: "isBigLockAmong(context, level, names ?? [context.bigLock ?? '']);",
    replace: 'isBigLockAmong(context, level, names ?? []);',
  },
  {
    name: 'takes any member of the first level for the big lock',
    file: rules,
    find: 'bigLock !== null && level === levels[0]?.name && names.includes(bigLock);',
    replace: 'bigLock !== null && level === levels[0]?.name && names.length > 0;',
  },
  {
    name: 'takes a member of any level for the big lock, if it has the name',
    file: rules,
    find: 'bigLock !== null && level === levels[0]?.name && names.includes(bigLock);',
    replace: 'bigLock !== null && level !== levels[1]?.name && names.includes(bigLock);',
  },
  {
    name: 'releases the big lock under whatever is held',
    file: machine,
    find: refuse('losesBigLock', 'bgl-release'),
    replace: '',
  },
  {
    name: 'releases the members of a level, and says that it does not',
    file: machine,
    find: refuse('isUnknownLevel', 'invalid-level') + refuse('losesBigLock', 'bgl-release'),
    replace: `${refuse('isUnknownLevel', 'invalid-level')}          { guard: 'holdsGreater', actions: [{ type: 'forward', params: { as: 'set.release' } }, { type: 'refuse', params: { reason: 'bgl-release' } }] },\n`,
  },
  {
    name: 'refuses to release nothing of the first level',
    file: rules,
    find: 'return concernsBigLock(context, level, names) && holdsGreater(context, { level });',
    replace:
      'return level === context.levels[0]?.name && holdsGreater(context, { level }) && names !== undefined;',
  },
  {
    name: 'counts the big lock as held when it was skipped',
    file: rules,
    find: 'if (isBigLockAmong(context, operation.level, names)) context.holdsBigLock = true;',
    replace: 'if (operation.level === context.levels[0]?.name) context.holdsBigLock = true;',
  },
  {
    name: 'forgets that it has released the big lock',
    file: rules,
    find: '  if (isBigLockAmong(context, level, names)) context.holdsBigLock = false;\n',
    replace: '',
  },
  {
    name: 'changes levels that are not modifiable',
    file: rules,
    find: 'return levels.find(({ name }) => name === level)?.modifiable !== true;',
    replace: 'return levels.every(({ name }) => name !== level);',
  },
];

export const levelOrderMutants: readonly Mutant[] = [...orderMutants, ...keyringMutants];
