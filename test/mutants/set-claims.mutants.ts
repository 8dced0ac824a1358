/**
 * The planted bugs for what is claimed of lock sets and lock managers. Some are in a machine that those are
 * made of.
 */
import { levelOrderMutants } from './level-order.mutants.ts';
import { type Mutant, named } from './load-mutant.ts';
import { lockSetMutants } from './lock-set.mutants.ts';

const lockMachine = 'models/shared-lock.machine.ts';
const lockRules = 'src/core/shared-lock/rules.ts';
const catalogueRules = 'src/core/catalogue/rules.ts';
const setMachine = 'models/lock-set.machine.ts';
const setRules = 'src/core/lock-set/rules.ts';
const setOrders = 'src/core/lock-set/orders.ts';
const setMembership = 'src/core/lock-set/membership.ts';
const setContext = 'src/core/lock-set/context.ts';
const keyringMachine = 'models/level-order.machine.ts';
const keyringRules = 'src/core/level-order/rules.ts';

/** By machine and claim. */
export const setAndManagerMutants: Readonly<Record<string, Readonly<Record<string, Mutant>>>> = {
  'lock-set': {
    'locks-are-sound': {
      name: 'leaves a raised waiter where it was, and lets it wait in its new place too',
      file: lockRules,
      find: '  leaveQueue(context, place);\n  place.priority = command.priority;',
      replace: '  place.priority = command.priority;',
    },
    'books-agree': set('downgrades a member, and does not note it'),
    'one-wait': {
      name: 'notes the set lock wherever it waits',
      file: setOrders,
      find: '  operation.at = member;\n',
      replace: '  operation.at = SET_MEMBER;\n',
    },
    'no-orphan': {
      name: 'keeps the name of a member whose lock has ended',
      file: catalogueRules,
      find: '  if (context.locks.get(name)?.lock === lock) context.locks.delete(name);\n',
      replace: '  void [name, lock];\n',
    },
    'at-rest': {
      name: 'does not listen when the catalogue has a name already',
      file: setMachine,
      find: "        'catalogue.duplicate': { actions: 'refuseAdd', target: 'settling' },\n",
      replace: '',
    },
    'rollback-is-complete': set('keeps the set lock when it is refused'),
    'set-lock-closes': set('takes the set lock shared to add members'),
    'operations-are-answered-once': {
      name: 'says nothing when a remove is done',
      file: setMembership,
      find: "  if (reason === null) emit({ type: 'set.removed', request, names });\n  else emit({ type: 'set.refused', request, reason, names });\n}\n\n// ---- actions: names",
      replace:
        "  if (reason !== null) emit({ type: 'set.refused', request, reason, names });\n}\n\n// ---- actions: names",
    },
    'waits-as-it-may': set('raises only where it waits now'),
    'gets-what-it-asked': set('answers an acquisition before its last member is granted'),
    'takes-what-it-adds': set('does not take what it adds'),
    'release-gives-up-the-set-lock': set('keeps the set lock when it releases a part'),
    'set-lock-follows': set('keeps the set lock exclusive when all members are shared'),
    'set-lock-is-for-all': set('keeps the set lock after listing the names'),
    'holds-stay': set('gives back its members when it gives up listing the names'),
    'members-as-told': set('gives a name that comes again the lock id that it had'),
    'refusal-changes-nothing': set('keeps what it has when it is refused on the way'),
    'ends-when-given-up': set('cancels nothing'),
    'locks-disjoint': {
      name: 'notes every hold as exclusive',
      file: setOrders,
      find: 'return { name, lock, request, mode, token };',
      replace: "return { name, lock, request, mode: mode && 'exclusive', token };",
    },
    'release-succeeds': {
      name: 'keeps what it holds exclusively when it releases everything',
      file: setRules,
      find: '  if (names === null) return heldMembers(context);\n',
      replace: "  if (names === null) return heldMembers(context).filter(({ mode }) => mode === 'shared');\n",
    },
    'update-atomic': {
      name: 'forgets the members of a refused acquisition without giving them back',
      file: setRules,
      find: '  for (const held of heldMembers(context)) releaseLock(context, held, emit);\n  context.members.clear();',
      replace: '  context.members.clear();',
    },
    'pending-justified': {
      name: 'never grants to whoever was raised above the usual priority',
      file: lockRules,
      find: '!head.deletes && fits(context, head.mode);',
      replace: '!head.deletes && head.priority >= 0 && fits(context, head.mode);',
    },
    'busy-refuses': {
      name: 'says nothing to an owner that lists the names while it waits',
      file: setMachine,
      find: "    'set.names': { actions: { type: 'refuse', params: { reason: 'set-busy' } } },\n",
      replace: '',
    },
    progress: {
      name: 'does not go on once it has a member',
      file: setMachine,
      find: "'lock.granted': { actions: 'holdMember', target: 'choosing' }",
      replace: "'lock.granted': { actions: 'holdMember' }",
    },
    'progress-sound': {
      name: 'takes the first member, and says that it is done',
      file: setRules,
      find: '  context.operation.todo = members;\n',
      replace: '  context.operation.todo = members.slice(0, 1);\n',
    },
    'opportunistic-complete': {
      name: 'passes over every other member in an opportunistic acquisition',
      file: setRules,
      find: '  operation.next += 1;\n  askLock',
      replace: '  operation.next += operation.opportunistic ? 2 : 1;\n  askLock',
    },
    'opportunistic-monotone': {
      name: 'lets a try in only where somebody shares the lock already',
      file: lockMachine,
      find: "          { guard: 'wantsExclusive', actions: 'admit', target: 'exclusive' },\n",
      replace:
        "          { guard: 'isTry', actions: { type: 'refuse', params: { reason: 'timeout' } } },\n          { guard: 'wantsExclusive', actions: 'admit', target: 'exclusive' },\n",
    },
    'round-trip': {
      name: 'begins with the first member again, when it is restored',
      file: setContext,
      find: 'todo: operation.todo.slice(next)',
      replace: 'todo: operation.todo.slice(next - next)',
    },
  },
  'level-order': {
    'sets-are-sound': {
      name: 'keeps what is released in the books of the set',
      file: setRules,
      find: '  if (released.length === context.members.size) context.members.clear();\n',
      replace: '  if (released.length === context.members.size) void 0;\n',
    },
    'keyring-agrees': keyring('counts the set lock as held after a release'),
    'level-order': keyring('does not look at the level next to the one that is acquired'),
    'big-lock': keyring('acquires without the big lock'),
    'no-cycle': keyring('acquires at any level at any time'),
    'answered-once': {
      name: 'says nothing when it has listed the names',
      file: keyringMachine,
      find: "        'set.names': { actions: { type: 'answer', params: { as: 'keyring.names' } }, target: 'settling' },\n",
      replace: "        'set.names': { actions: 'noteReleased', target: 'settling' },\n",
    },
    'all-is-given-back': keyring('forgets the first level when it gives back everything'),
    'refusal-changes-nothing': keyring('releases the members of a level, and says that it does not'),
    'release-succeeds': {
      name: 'never lets go of the big lock alone',
      file: keyringRules,
      find: 'return concernsBigLock(context, level, names) && holdsGreater(context, { level });',
      replace: 'return concernsBigLock(context, level, names);',
    },
    progress: {
      name: 'does not hear that its set has acquired',
      file: keyringMachine,
      find: "        'set.acquired': {\n          actions: ['noteAcquired', { type: 'answer', params: { as: 'keyring.acquired' } }],\n          target: 'settling',\n        },\n",
      replace: '',
    },
    'round-trip': {
      name: 'has forgotten that it has the big lock, when it is restored',
      file: 'src/core/level-order/context.ts',
      find: '...data, held: data.held.map((held) => ({ ...held })) };',
      replace: '...data, holdsBigLock: false, held: data.held.map((held) => ({ ...held })) };',
    },
  },
};

function set(name: string): Mutant {
  return named(lockSetMutants, name);
}

function keyring(name: string): Mutant {
  return named(levelOrderMutants, name);
}
