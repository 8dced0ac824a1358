/** Steps in words, as lines of the sequence. */
import type { EventJson } from '../../../inspect/protocol.ts';
import { isAnswered, isAsking, type Machine, ownerName, type Step } from './machine.ts';
import type { EventRow, Lane, Party } from './recording.ts';

const LANES: Readonly<Record<string, Lane>> = {
  sharedLock: 'machine',
  lockSet: 'set',
  catalogue: 'set',
  levelOrder: 'manager',
  together: 'manager',
};

/** What a machine tells nobody outside: commands for other machines, which are steps of theirs. */
const INSIDE = /^(lock|set|catalogue)\./;

export function rowOf(step: Step): EventRow {
  const { moment, at, machine, event, source, path } = step;
  return {
    moment,
    at,
    from: source === undefined ? outsider(step) : partyOf(source),
    to: partyOf(machine),
    label: eventText(event),
    isAnswer: source !== undefined && isAnswer(event),
    path,
    said: saidText(step),
    program: machine.identity.program.title,
    machine,
  };
}

/** What it told others; a lock that says nothing to who asks lets him wait. */
function saidText({ machine, event, said }: Step): string {
  if (machine.isLock && isAsking(event) && !isAnswered(event, said)) return 'waits';
  return said
    .filter((each) => isForOutside(each, machine))
    .map(answerText)
    .join(', ');
}

/** What is looked for in, lower-case. */
export function searchText({ from, to, label, said, path, program }: EventRow): string {
  return [from.name, to.name, label, said, program, ...path].join(' ').toLowerCase();
}

function partyOf(machine: Machine): Party {
  // The lane says what it is.
  const name = machine.name.replace(/^keyring /, '').replace('/owner ', ': ');
  return { lane: LANES[machine.kind] ?? 'machine', name };
}

/** Whoever is no machine: the owner that an event speaks of, or that the machine belongs to. */
function outsider({ event, snapshot, machine }: Step): Party {
  if (event.type.startsWith('xstate.')) return { lane: 'owner', name: '' };
  const context = snapshot.context as { readonly owner?: unknown; readonly alias?: unknown } | undefined;
  const isOwners = machine.kind === 'lockSet' || machine.kind === 'levelOrder';
  const name = isOwners
    ? ownerName(context?.owner, context?.alias)
    : ownerName(event['owner'], event['request']);
  return { lane: 'owner', name: name === '?' ? '' : name };
}

function isForOutside({ type }: EventJson, machine: Machine): boolean {
  if (machine.kind === 'lockSet') return /^set\.(\w+ed|names)$/.test(type);
  return machine.identity.hasParent ? !INSIDE.test(type) : true;
}

const isAnswer = ({ type }: EventJson): boolean => /\.(\w+ed|names|duplicate)$/.test(type);

/** `acquire exclusive p0`: its name without what the lane says, and what it asks. */
export function eventText(event: EventJson): string {
  const { type, mode, priority, names, reason, level } = event as Readonly<Record<string, unknown>> &
    EventJson;
  const asked = [
    typeof level === 'string' ? level : '',
    Array.isArray(names) ? listText(names) : names === null ? 'all' : '',
    typeof mode === 'string' ? mode : '',
    typeof priority === 'number' ? `p${priority}` : '',
    event['try'] === true ? 'try' : '',
    typeof reason === 'string' ? reason : '',
  ];
  return [type.replace(/^(lock|set|keyring|catalogue|condition|xstate)\./, ''), ...asked]
    .filter((part) => part !== '')
    .join(' ');
}

function answerText(said: EventJson): string {
  const who = ownerName(said['owner'], said['request']);
  const what = said.type.replace(/^\w+\./, '');
  const why = typeof said['reason'] === 'string' ? ` ${said['reason']}` : '';
  return who === '?' ? `${what}${why}` : `${what} ${who}${why}`;
}

export function listText(names: readonly unknown[]): string {
  const [first, second, third] = names.map(String);
  if (first === undefined) return 'none';
  if (third !== undefined && names.length > 3) return `${first}, ${second} +${names.length - 2}`;
  return names.map(String).join(', ');
}
