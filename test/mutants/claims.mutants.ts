/**
 * A planted bug for each claim about the machines, which that claim alone must find. No bug stands for two.
 */
import { conditionMutants } from './condition.mutants.ts';
import { type Mutant, named } from './load-mutant.ts';
import { setAndManagerMutants } from './set-claims.mutants.ts';
import { sharedLockMutants } from './shared-lock.mutants.ts';

const rules = 'src/core/shared-lock/rules.ts';

/** By machine and claim. */
export const mutantOf: Readonly<Record<string, Readonly<Record<string, Mutant>>>> = {
  'shared-lock': {
    exclusion: lock('grants beside an exclusive hold'),
    'state-is-mode': lock('forgets the handoff at a release'),
    'work-conserving': lock('forgets the eager grant after a cancel'),
    'one-role': lock('lets an owner in twice'),
    'queue-order': {
      name: 'opens a new group for every sharer',
      file: 'src/core/shared-lock/queue.ts',
      find: "place.mode === 'shared' ? line.lastSharer : null;",
      replace: 'null as Place | null;',
    },
    'tokens-differ': lock('hands a token out twice'),
    'deleted-is-empty': lock('leaves waiters behind in a deleted lock'),
    'closed-is-empty': lock('leaves waiters behind in a closed lock'),
    'tokens-grow': lock('gives a downgraded hold a new token'),
    'settled-once': lock('lets a waiter go without an answer'),
    'priority-order': lock('grants without looking at the queue'),
    'raise-arrives': lock('raises a waiter without moving it'),
    'cancel-names-one': lock('takes a late cancel for the request that waits now'),
    'ends-for-good': lock('a deleted lock takes requests again'),
    'downgrade-jumps': lock('does not jump at a downgrade'),
    'downgrade-once': lock('jumps at every downgrade, also of a sharer'),
    'try-never-waits': lock('lets a try overtake'),
    'refusal-changes-nothing': {
      name: 'counts a token for whoever it refuses',
      file: rules,
      find: "emit('lock.refused', command, reason);",
      replace: "emit('lock.refused', command, reason);\n  _context.token += 1;",
    },
    'holds-stay': lock("releases somebody else's hold"),
    'release-succeeds': {
      name: 'lets only the first of those who share release',
      file: rules,
      find: "return find(context, command)?.standing === 'holder';",
      replace: 'return context.holds !== null && find(context, command) === context.holds;',
    },
    'update-atomic': {
      name: 'sends the others of its group away with whoever gives up',
      file: rules,
      find: 'if (place !== undefined) evict(context, place, command.reason, emit);',
      replace:
        "if (place !== undefined) evict(context, place, command.reason, emit);\n  if (place?.mode === 'shared') evictAll(context, command.reason, emit);",
    },
    'pending-justified': lock('forgets the eager grant after a downgrade'),
    'blockers-sufficient': lock('forgets the eager grant after a timeout of the head'),
    'blockers-necessary': lock('deletes while somebody shares'),
    progress: {
      name: 'hands over to a writer only if it is of the usual priority',
      file: rules,
      find: 'for (let head = queue.head; head !== null && !head.deletes && fits(context, head.mode); head = queue.head) {',
      replace:
        "for (let head = queue.head; head !== null && !head.deletes && fits(context, head.mode); head = queue.head) {\n    if (head.mode === 'exclusive' && head.priority > 0) return;",
    },
    'progress-sound': lock('serves the least urgent first'),
    'round-trip': {
      name: 'has forgotten that it was closed, when it is restored',
      file: 'src/core/shared-lock/canonical.ts',
      find: '  context.closed = data.closed;\n',
      replace: '',
    },
  },
  ...setAndManagerMutants,
  condition: {
    'one-wait': condition('lets an owner wait twice'),
    'notified-is-empty': condition('keeps those it has woken'),
    'refusal-changes-nothing': condition('moves an owner to the end that asks again'),
    'wakes-all': condition('wakes the last to come first'),
    'no-false-wake': condition('wakes whoever comes first as if notified'),
    'settled-once': condition('lets a waiter go without an answer'),
    'waits-in-order': condition('lets a newcomer wait before all others'),
    'one-notification': condition('can be notified again and again, though it is of the single kind'),
    'many-rounds': condition('forgets which kind it is, when it is stored'),
    'cancel-names-one': condition('lets one owner cancel for another'),
    'try-never-waits': condition('lets a try wait'),
    'round-trip': condition('forgets the owners, when it is restored'),
  },
};

function lock(name: string): Mutant {
  return named(sharedLockMutants, name);
}

function condition(name: string): Mutant {
  return named(conditionMutants, name);
}
