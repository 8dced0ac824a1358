/**
 * What the answers of a lock set mean: what must have changed by a step in which they are given, and what
 * must not.
 */
import type { AcquireCommand } from '../src/core/lock-set/commands.ts';
import type { OwnerKey, SystemState } from '../src/core/lock-set/system.ts';
import type { SystemAnswer, SystemCommand } from '../src/core/lock-set/system-step.ts';
import type { Step, StepInvariant } from '../src/testing/explore.ts';

type SetStep = Step<SystemState, SystemCommand, SystemAnswer>;
type Owner = SystemState['owners'][number]['state']['context'];
type Member = SystemState['catalogue']['context']['members'][number];

export const answerInvariants: readonly StepInvariant<SystemState, SystemCommand, SystemAnswer>[] = [
  {
    name: 'gets-what-it-asked',
    sentence: 'Whoever has acquired holds all that it asked for, or some if opportunistic, in that mode.',
    holds: (step) =>
      told(step, 'set.acquired').every(({ key, answer }) => {
        const asked = acquisitionOf(step, key, answer.request);
        const wanted = asked?.names ?? namesIn(step.after);
        const held = heldBy(step.after, key);
        const names = held.filter(({ lock }) => lock !== 0).map(({ name }) => name);
        const isEnough =
          asked?.opportunistic === true ? names.every((name) => wanted.includes(name)) : same(names, wanted);
        const isOfAll = held.some(({ lock }) => lock === 0) === (asked?.names === null);
        return (
          isEnough && isOfAll && same(names, answer.names) && held.every(({ mode }) => mode === asked?.mode)
        );
      }),
  },
  {
    name: 'takes-what-it-adds',
    sentence: 'Whoever was to take the members that it adds holds them, in that mode, when they are there.',
    holds: (step) =>
      told(step, 'set.added').every(({ key, answer }) => {
        const { command } = step.command;
        const isAsked = command.type === 'set.add' && command.request === answer.request;
        const mode = isAsked ? command.acquire : ownerIn(step.before, key)?.operation?.mode;
        const held = heldBy(step.after, key);
        return (
          mode == null ||
          answer.names.every((name) => held.some((one) => one.name === name && one.mode === mode))
        );
      }),
  },
  {
    name: 'release-gives-up-the-set-lock',
    sentence: 'Whoever has released holds the rest of its members, and not the set lock.',
    holds: ({ before, command: { key, command }, after, effects }) =>
      command.type !== 'set.release' ||
      !effects.some(({ answer }) => answer.type === 'set.released') ||
      same(
        heldBy(after, key),
        heldBy(before, key).filter(
          ({ name, lock }) => lock !== 0 && command.names !== null && !command.names.includes(name),
        ),
      ),
  },
  {
    name: 'set-lock-follows',
    sentence: 'A downgrade takes the set lock along when no member is held exclusively any more.',
    holds: ({ before, command: { key, command }, after, effects }) => {
      if (command.type !== 'set.downgrade') return true;
      if (!effects.some(({ answer }) => answer.type === 'set.downgraded')) return true;
      const isShared = (name: string) => command.names === null || command.names.includes(name);
      const held = heldBy(before, key).map((one) => (isShared(one.name) ? { ...one, mode: 'shared' } : one));
      const isAllShared = held.every(({ lock, mode }) => lock === 0 || mode === 'shared');
      const setLock = isAllShared ? 'shared' : ownerIn(before, key)?.setLock?.mode;
      const expected = held.map((one) => (one.lock === 0 ? { ...one, mode: setLock } : one));
      return same(heldBy(after, key), expected);
    },
  },
  {
    name: 'set-lock-is-for-all',
    sentence: 'The set lock is held by those who acquire or have acquired all, and goes as they let go.',
    holds: (step) => {
      const { before, command, after, effects } = step;
      if (before === after) return true;
      const keys = new Set([...before.owners, ...after.owners].map(({ key }) => key));
      return [...keys].every((key) => {
        const [was, is] = [ownerIn(before, key), ownerIn(after, key)];
        if (was?.setLock?.request === is?.setLock?.request) return true;
        const isRefused = effects.some((one) => one.key === key && one.answer.type === 'set.refused');
        if (is?.setLock == null)
          return (
            (isRefused && was?.operation?.all === true) ||
            (command.key === key && command.command.type === 'set.release')
          );
        const acquired = told(step, 'set.acquired').find((one) => one.key === key);
        const asked = acquired && acquisitionOf(step, key, acquired.answer.request);
        return is.operation?.all === true || asked?.names === null;
      });
    },
  },
  {
    name: 'holds-stay',
    sentence: 'What an owner holds goes by its own release or remove, or when its acquisition is refused.',
    holds: ({ before, command: { key: asker, command }, after, effects }) =>
      before === after ||
      before.owners.every(({ key, state: { context } }) => {
        const left = heldBy(after, key).map(({ lock }) => lock);
        if (context.members.every(({ lock }) => left.includes(lock))) return true;
        const isOwn = key === asker && (command.type === 'set.release' || command.type === 'set.remove');
        const isRefused = effects.some((one) => one.key === key && one.answer.type === 'set.refused');
        return isOwn || (isRefused && context.operation?.type === 'set.acquire');
      }),
  },
  {
    name: 'members-as-told',
    sentence: 'Members come by an add and go by a remove that says so, and a new one has a lock of its own.',
    holds: (step) => {
      const { before, after } = step;
      const [was, is] = [before.catalogue.context, after.catalogue.context];
      const came = without(is.members, was.members);
      const went = without(was.members, is.members);
      const added = told(step, 'set.added').flatMap(({ answer }) => answer.names);
      const removed = step.effects
        .filter(({ answer }) => answer.type === 'set.removed' || answer.type === 'set.refused')
        .flatMap(({ answer }) => answer.names);
      const underWay = after.owners.flatMap(({ state }) => state.context.operation?.removed ?? []);
      return (
        came.every(({ name, lock }) => added.includes(name) && lock > was.lastLock) &&
        went.every(({ name }) => removed.includes(name) || underWay.includes(name)) &&
        added.every((name) => came.some((one) => one.name === name) || removed.includes(name))
      );
    },
  },
  {
    name: 'refusal-changes-nothing',
    sentence: 'A command that is refused at once leaves all as it was, save what a remove says it removed.',
    holds: ({ before, command: { command }, after, effects }) => {
      if (before === after || command.type === 'set.cancel' || !('request' in command)) return true;
      const refusal = effects.find(
        ({ answer }) => answer.type === 'set.refused' && answer.request === command.request,
      );
      if (refusal === undefined || (command.type === 'set.remove' && refusal.answer.names.length > 0))
        return true;
      return same(placesIn(before), placesIn(after)) && same(namesIn(before), namesIn(after));
    },
  },
  {
    name: 'ends-when-given-up',
    sentence: 'Whoever gives up what is under way is refused at once, for the reason that it gives.',
    holds: ({ before, command: { key, command }, effects }) =>
      command.type !== 'set.cancel' ||
      ownerIn(before, key)?.operation?.request !== command.request ||
      effects.some(
        ({ answer }) =>
          answer.type === 'set.refused' &&
          answer.request === command.request &&
          answer.reason === command.reason,
      ),
  },
];

const told = ({ effects }: SetStep, type: SystemAnswer['answer']['type']): readonly SystemAnswer[] =>
  effects.filter(({ answer }) => answer.type === type);

/** What the acquisition that is answered asked for, in this step or before. */
function acquisitionOf(
  { before, command: { command } }: SetStep,
  key: OwnerKey,
  request: number | null,
): Pick<AcquireCommand, 'names' | 'mode' | 'opportunistic'> | undefined {
  if (command.type === 'set.acquire' && command.request === request) return command;
  const operation = ownerIn(before, key)?.operation;
  if (operation?.request !== request || operation.mode === null) return undefined;
  const { all, names, mode, opportunistic } = operation;
  return { names: all ? null : names, mode, opportunistic };
}

const ownerIn = ({ owners }: SystemState, key: OwnerKey): Owner | undefined =>
  owners.find((owner) => owner.key === key)?.state.context;

/** What an owner holds, the set lock last. */
function heldBy(state: SystemState, key: OwnerKey) {
  const { members = [], setLock = null } = ownerIn(state, key) ?? {};
  return [...members, ...(setLock === null ? [] : [setLock])];
}

const namesIn = ({ catalogue }: SystemState): string[] => catalogue.context.members.map(({ name }) => name);

const without = (members: readonly Member[], others: readonly Member[]): Member[] =>
  members.filter(({ lock }) => !others.some((other) => other.lock === lock));

/** Who has which lock, and who waits for it. */
const placesIn = ({ locks }: SystemState) =>
  locks.map(({ lock, state: { value, context } }) => ({
    lock,
    value,
    holders: context.holds.map(({ owner, request, mode }) => ({ owner, request, mode })),
    queue: context.queue,
  }));

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
