/**
 * States, commands and answers in the words of the independent specification (models/*.pml, whose heads say
 * what they mean), so that its graph and ours can be compared line by line.
 */
import type { OwnerKey, SystemState } from '../../core/lock-set/system.ts';
import type { State } from '../../core/shared-lock/compiled.ts';

/** One step: the state before, the command, the state after, and who was told what. */
export interface Edge {
  readonly before: string;
  readonly command: string;
  readonly after: string;
  readonly told: string;
}

export type Mode = 'shared' | 'exclusive';

/** Spin writes these four in a line, apart by tabs. */
export const lineOf = ({ before, command, after, told }: Edge): string =>
  [before, command, after, told].join('\t');

export function edgeOf(line: string): Edge {
  const [before = '', command = '', after = '', told = ''] = line.split('\t');
  return { before, command, after, told: told.split(',').toSorted().join(',') };
}

export const modeLetter = (mode: Mode | null): string => (mode === 'shared' ? 's' : 'x');

/**
 * `owner=word`, by owner: those of one group are told in order of arrival, which the specification does not
 * keep.
 */
export const toldText = (told: readonly (readonly [who: string, word: string])[]): string =>
  told
    .map(([who, word]) => `${who}=${word}`)
    .toSorted()
    .join(',');

/** The answers of a set or a manager. */
export const answersText = (
  answers: readonly { readonly key: OwnerKey; readonly answer: object }[],
  isCancel: boolean,
): string =>
  toldText(
    answers.map(({ key, answer }) => {
      const reason = 'reason' in answer ? String(answer.reason) : undefined;
      return [String(key), wordOf(reason, isCancel)];
    }),
  );

/** Names of a group or of holders stand in order. */
export function lockText({ value, context }: State): string {
  const names = (places: readonly { readonly owner: string | null }[]): string =>
    places
      .map(({ owner }) => owner)
      .toSorted()
      .join(',');
  const held = context.holds.length > 0 ? `${value}:${names(context.holds)}` : value;
  const groups = context.queue.map(
    ({ mode, deletes, priority, waiters }) => `|${deletes ? 'delete' : mode}@${priority}:${names(waiters)}`,
  );
  return held + groups.join('') + (context.closed ? '!closed' : '');
}

/** The locks of a set; a name that there is not now is a dash. */
export function locksText(
  { catalogue, locks }: SystemState,
  setLock: string,
  names: readonly string[],
): string {
  const textOf = (id: number): string => {
    const found = locks.find(({ lock }) => lock === id);
    return found === undefined ? '-' : lockText(found.state);
  };
  const members = names.map((name) => {
    const member = catalogue.context.members.find((one) => one.name === name);
    return `;${name}=${member === undefined ? '-' : textOf(member.lock)}`;
  });
  return `${setLock}=${textOf(0)}${members.join('')}`;
}

/** What an owner is about in a set, and at which lock it waits; nothing when it is about nothing. */
export function operationText({ owners, catalogue }: SystemState, owner: string, level: string): string {
  const operation = owners.find(({ key }) => key === owner)?.state.context.operation;
  if (operation?.at == null) return '';
  const { at } = operation;
  // A name whose lock is no longer the one that it had when the operation began is marked.
  const stale = (name: string): string => {
    const todo = operation.todo.find((member) => member.name === name);
    const now = catalogue.context.members.find((member) => member.name === name);
    return todo !== undefined && todo.lock !== now?.lock ? `${name}'` : name;
  };
  const kind = operation.type.replace('set.', '');
  const what = {
    acquire: () => {
      const names = operation.all ? '*' : operation.names.map(stale).join(',');
      return `acquire[${names}]${modeLetter(operation.mode)}${operation.opportunistic ? 'o' : ''}`;
    },
    names: () => 'names',
    add: () =>
      `add[${operation.names.join(',')}]${operation.mode === null ? '' : modeLetter(operation.mode)}`,
    remove: () => `remove[${[at, ...operation.todo].map(({ name }) => name).join(',')}]`,
  }[kind as 'acquire' | 'names' | 'add' | 'remove']();
  return `;${owner}:${what}@${level}${at.lock === 0 ? 'setlock' : at.name}`;
}

/** The word for the answer to an operation. */
export function wordOf(reason: string | undefined, isCancel: boolean): string {
  if (reason === undefined) return 'ok';
  if (isCancel && (reason === 'timeout' || reason === 'abort')) return 'cancelled';
  return ['timeout', 'deleted', 'closed', 'not-waiting', 'not-found', 'duplicate-add'].includes(reason)
    ? reason
    : 'usage';
}
