/**
 * Planted bugs, one for each thing that a lock set can get wrong.
 */
import type { Mutant } from './load-mutant.ts';
import { membershipMutants } from './membership.mutants.ts';
import { releaseMutants } from './release.mutants.ts';
import { routingMutants } from './routing.mutants.ts';

const machine = 'models/lock-set.machine.ts';
const rules = 'src/core/lock-set/rules.ts';
const lockRules = 'src/core/shared-lock/rules.ts';

/** When members are acquired, or not. */
const acquireMutants: readonly Mutant[] = [
  {
    name: 'has locks that grant beside an exclusive hold',
    file: lockRules,
    find: "(mode === 'shared' && context.holds.mode === 'shared')",
    replace: "mode === 'shared'",
  },
  {
    name: 'takes members from the last to the first',
    file: rules,
    find: 'context.operation.todo = members;',
    replace: 'context.operation.todo = [...members].reverse();',
  },
  {
    name: 'takes what there is, though a name is unknown',
    file: rules,
    find: 'return missing.length > 0 && operation?.opportunistic === false;',
    replace: 'return missing.length > 0 && operation === null;',
  },
  {
    name: 'fails for an unknown name, though it is opportunistic',
    file: rules,
    find: 'return missing.length > 0 && operation?.opportunistic === false;',
    replace: 'return missing.length > 0 && operation !== null;',
  },
  {
    name: 'waits, though it is opportunistic',
    file: rules,
    find: 'operation.try || operation.opportunistic, emit',
    replace: 'operation.try, emit',
  },
  {
    name: 'waits for a member, though it is a try',
    file: rules,
    find: 'operation.try || operation.opportunistic, emit',
    replace: 'operation.opportunistic, emit',
  },
  {
    name: 'waits for the set lock, though it is a try',
    file: rules,
    find: 'askLock(context, SET_MEMBER, mode, command.try, emit)',
    replace: 'askLock(context, SET_MEMBER, mode, false, emit)',
  },
  {
    name: 'never waits for the set lock when it is opportunistic',
    file: rules,
    find: 'askLock(context, SET_MEMBER, mode, command.try, emit)',
    replace: 'askLock(context, SET_MEMBER, mode, command.try || command.opportunistic, emit)',
  },
  {
    name: 'takes a member for which others wait, when it is opportunistic',
    file: lockRules,
    find: '(!command.try && command.priority < head.priority)',
    replace: 'command.priority <= head.priority',
  },
  {
    name: 'takes the set lock shared, whatever is asked',
    file: rules,
    find: 'askLock(context, SET_MEMBER, mode, command.try, emit)',
    replace: "askLock(context, SET_MEMBER, 'shared', command.try, emit)",
  },
  {
    name: 'skips a member that is removed on the way, though it is named',
    file: rules,
    find: "(operation?.all === true && reason === 'deleted')",
    replace: "reason === 'deleted'",
  },
  {
    name: 'fails when a member is removed on the way, though it takes all there are',
    file: rules,
    find: "(operation?.all === true && reason === 'deleted')",
    replace: "(operation?.all === true && reason === 'closed')",
  },
  {
    name: 'fails when a member is held, though it is opportunistic',
    file: rules,
    find: 'return operation?.opportunistic === true ||',
    replace: 'return',
  },
  {
    name: 'takes a timeout for nothing',
    file: rules,
    find: 'return command.opportunistic && command.names !== null && command.limited;',
    replace: 'return false;',
  },
  {
    name: 'refuses a timeout for the set lock, when it is opportunistic',
    file: rules,
    find: 'return command.opportunistic && command.names !== null && command.limited;',
    replace: 'return command.opportunistic && command.limited;',
  },
  {
    name: 'lets an owner acquire a second time',
    file: machine,
    find: '    owning: {\n      on: {\n',
    replace:
      "    owning: {\n      on: {\n        'set.acquire': { actions: 'beginAcquire', target: 'resolving' },\n",
  },
  {
    name: 'takes a second acquisition in silence',
    file: machine,
    find: "    'set.acquire': { actions: { type: 'refuse', params: { reason: 'set-double-acquire' } } },\n",
    replace: '',
  },
  {
    name: 'answers an acquisition before its last member is granted',
    file: rules,
    find: 'return operation === null || operation.next >= operation.todo.length;',
    replace: 'return operation === null || operation.next + 1 >= operation.todo.length;',
  },
  {
    name: 'gives back the set lock before the members, when it is refused',
    file: rules,
    find: '  for (const held of heldMembers(context)) releaseLock(context, held, emit);\n  context.members.clear();\n  releaseSetLock(context, emit);\n',
    replace:
      '  releaseSetLock(context, emit);\n  for (const held of heldMembers(context)) releaseLock(context, held, emit);\n  context.members.clear();\n',
  },
  {
    name: 'keeps the set lock when it is refused',
    file: rules,
    find: '  context.members.clear();\n  releaseSetLock(context, emit);\n',
    replace: '  context.members.clear();\n  context.setLock = null;\n',
  },
  {
    name: 'keeps its members when it is refused',
    file: rules,
    find: '  for (const held of heldMembers(context)) releaseLock(context, held, emit);\n  context.members.clear();\n  releaseSetLock',
    replace: '  releaseSetLock',
  },
  {
    name: 'keeps what it has when it is refused on the way',
    file: machine,
    find: "          { guard: 'isSkippable', target: 'choosing' },\n          { actions: 'noteRefusal', target: 'rollingBack' },",
    replace:
      "          { guard: 'isSkippable', target: 'choosing' },\n          { actions: ['noteRefusal', 'giveUpReading'], target: 'settling' },",
  },
  {
    name: 'gives members back from the last to the first, when it is refused',
    file: rules,
    find: '  for (const held of heldMembers(context)) releaseLock(context, held, emit);\n',
    replace: '  for (const held of [...heldMembers(context)].reverse()) releaseLock(context, held, emit);\n',
  },
  {
    name: 'says timeout, whatever the reason was',
    file: rules,
    find: "operation.refusal = reason === 'deleted' ? 'not-found' : (reason as SetRefusalReason);",
    replace: "operation.refusal = reason === 'deleted' ? 'not-found' : 'timeout';",
  },
  {
    name: 'does not say which lock was not to be had',
    file: rules,
    find: "at === null || reason === 'abort'",
    replace: "at === null || reason !== 'closed'",
  },
  {
    name: 'cancels nothing',
    file: rules,
    find: "  emit({ type: 'lock.cancel', lock: operation.at.lock, owner, request, reason });",
    replace: '  void [request, reason, owner, emit];',
  },
  {
    name: 'takes any cancel for that of what is under way',
    file: rules,
    find: 'export function isCurrent({ operation }: SetContext, { request }: { readonly request: number }): boolean {\n  return operation?.request === request;',
    replace:
      'export function isCurrent({ operation }: SetContext, _cancel: { readonly request: number }): boolean {\n  return operation !== null;',
  },
  {
    name: 'raises only what it has still to ask for',
    file: rules,
    find: "    emit({ type: 'lock.raise', lock: operation.at.lock, owner, request: requestOf(context), priority });",
    replace: '    void [owner, requestOf, emit];',
  },
  {
    name: 'raises only where it waits now',
    file: rules,
    find: '  operation.priority = priority;\n',
    replace: '',
  },
  {
    name: 'raises at the set lock, wherever it waits',
    file: rules,
    find: "    emit({ type: 'lock.raise', lock: operation.at.lock, owner, request: requestOf(context), priority });",
    replace:
      "    emit({ type: 'lock.raise', lock: SET_LOCK, owner, request: requestOf(context), priority });",
  },
  {
    name: 'moves a waiter back, if that is asked',
    file: rules,
    find: 'return operation?.request === request && priority < operation.priority;',
    replace: 'return operation?.request === request && priority !== operation.priority;',
  },
  {
    name: 'ends an operation when it is raised',
    file: rules,
    find: "emit({ type: 'set.raised', request: operation.request, names: [] });",
    replace: "emit({ type: 'set.raised', request: endOperation(context), names: [] });",
  },
];

export const lockSetMutants: readonly Mutant[] = [
  ...acquireMutants,
  ...releaseMutants,
  ...membershipMutants,
  ...routingMutants,
];
