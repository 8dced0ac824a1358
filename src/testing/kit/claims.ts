/**
 * What must be true of a scene whenever everybody has been told: each claim says what is wrong, or nothing.
 */
import type { Capabilities } from './adapter.ts';
import { type KitRequest, together } from './request.ts';
import type { Scene } from './scene.ts';

export type Claim = (scene: Scene, offered: Capabilities) => string | undefined;

const who = (request: KitRequest): string => `${request.by} (${request.heldAs})`;

/** No two hold what must not be held together. */
export const exclusion: Claim = ({ holders }) => {
  for (const [place, one] of holders.entries()) {
    const other = holders.slice(place + 1).find((request) => !together(one, request));
    if (other !== undefined) return `${who(one)} and ${who(other)} hold it at the same time`;
  }
  return undefined;
};

/** Nobody waits for a lock that nobody holds, nor a reader for one that only readers hold or want. */
export const notIdle: Claim = ({ holders, waiting }) => {
  for (const request of waiting.filter(({ names }) => names.length === 1)) {
    const about = (other: KitRequest): boolean => other !== request && isAbout(request, other);
    const held = holders.filter(about);
    const others = [...held, ...waiting.filter(about)];
    // Of several names some may be held already, and an upgrade may be on its way.
    if (others.some(({ names, upgrade }) => names.length > 1 || upgrade === 'asked')) continue;
    if (held.length === 0) return `${request.by} waits, and nobody holds the lock`;
    if (request.mode === 'shared' && others.every(({ heldAs }) => heldAs === 'shared'))
      return `${request.by} waits to read, and nobody writes or wants to`;
  }
  return undefined;
};

/** When everybody has let go and time has passed, everybody has an answer. */
export const answered: Claim = ({ isOver, waiting, crowd }) => {
  if (!isOver) return undefined;
  const [lost] = waiting;
  if (lost !== undefined) return `${lost.by} never gets an answer, though everybody has let go`;
  const rest = crowd.asked - crowd.served - crowd.refused;
  return rest > 0 ? `not all of ${crowd.asked} get an answer` : undefined;
};

/** Whoever sets no limit is not refused, and no call throws that should give a promise. */
export const refusedForCause: Claim = ({ requests, crowd, thrown, isOver }, offered) => {
  if (thrown.length > 0) return `the lock threw ${thrown[0]}`;
  const refused = requests.find(
    (one) => one.standing === 'refused' && !one.mayBeRefused && !cameTooLate(one, offered),
  );
  if (refused !== undefined) return `${refused.by} set no limit to its wait and was refused`;
  const faulty = requests.find(({ fault }) => fault !== undefined);
  if (faulty !== undefined)
    return `what ${faulty.by} held could not be given back or upgraded: ${faulty.fault}`;
  return isOver && crowd.refused > 0 ? `some of ${crowd.asked} were refused` : undefined;
};

/** No more wait than may. Of locks with names each has a bound of its own. */
export const bounded: Claim = ({ waiting }, { maxWaiters = Number.POSITIVE_INFINITY, names }) =>
  names === undefined && waiting.length > maxWaiters
    ? `${waiting.length} wait, and no more than ${maxWaiters} may`
    : undefined;

/** Of those that ask for the same in the same mode with the same priority, the first is served first. */
export const inOrder: Claim = ({ requests }) => {
  const granted = requests.filter(({ grant }) => grant !== undefined);
  for (const later of granted) {
    const earlier = requests.find(
      (one) => isAlike(one, later) && one.number < later.number && isPassed(one, later),
    );
    if (earlier !== undefined) return `${later.by} is served before ${earlier.by}, who asked first`;
  }
  return undefined;
};

/** Of those that wait in the same mode, the most urgent is served first. */
export const urgentFirst: Claim = ({ requests }) => {
  for (const later of requests) {
    const { grant, mode, priority } = later;
    if (grant === undefined) continue;
    // It has been waiting when what let in the later one happened.
    const urgent = requests.find(
      (one) =>
        one.mode === mode && one.priority < priority && one.askedIn + 1 < grant.round && isPassed(one, later),
    );
    if (urgent !== undefined) return `${later.by} is served before ${urgent.by}, who is more urgent`;
  }
  return undefined;
};

/** Nobody is passed by many who came later. */
export const notStarved: Claim = ({ starved }) =>
  starved && `${starved.passed} that came later have passed ${starved.waiting.by}, who still waits`;

/** Whoever asks without waiting for a lock that nobody is about is granted. */
export const freeIsGranted: Claim = ({ requests }) => {
  const unlucky = requests.find(
    ({ way, timeout, standing, foundFree }) =>
      foundFree && standing === 'refused' && (way === 'try' || timeout === 0),
  );
  return unlucky && `${unlucky.by} found the lock free, and was refused`;
};

/** Where nobody waits for ever, a try does not get in past one with whom it could not hold together. */
export const triesInTurn: Claim = ({ requests }, { fair }) => {
  if (fair !== true) return undefined;
  for (const trying of requests.filter(({ way, grant }) => way === 'try' && grant !== undefined)) {
    const passed = requests.find(
      (one) => one.askedIn < trying.askedIn && isPassed(one, trying) && !together(one, trying),
    );
    if (passed !== undefined) return `the try of ${trying.by} gets in past ${passed.by}, who waits`;
  }
  return undefined;
};

/** A try has an answer at once. */
export const triesAnswer: Claim = ({ waiting }) => {
  const trying = waiting.find(({ way }) => way === 'try');
  return trying && `the try of ${trying.by} waits`;
};

export const countsWaiters: Claim = ({ lock, waiting }) => {
  const count = lock.waiterCount?.();
  return count === waiting.length ? undefined : `${waiting.length} wait, and the lock counts ${count}`;
};

export const tellsIsLocked: Claim = ({ lock, holders }) =>
  holders.length > 0 && lock.isLocked?.() === false
    ? `${holders[0]?.by} holds it, and isLocked() is false`
    : undefined;

/** Judged before anybody has been told: nobody is about the lock, and no body is still to end. */
export const freeAtOnce: Claim = ({ lock, requests }) =>
  requests.every((one) => !one.isLive) && lock.isLocked?.() === true
    ? 'nobody holds it or waits, and isLocked() is true'
    : undefined;

export const calledOnce: Claim = ({ requests }) => {
  const again = requests.find(({ calls }) => calls > 1);
  return again && `the body of ${again.by} was called ${again.calls} times`;
};

/** What a body gives or throws is what its run gives or throws, also where it is nothing. */
export const handedOn: Claim = ({ requests }) => {
  for (const { by, outcome, expected, standing } of requests) {
    if (expected === undefined || standing !== 'released') continue;
    if (outcome === undefined) return `the body of ${by} has ended, and its run has not`;
    if (outcome.way !== expected.way || !Object.is(outcome.value, expected.value))
      return `the body of ${by} ${expected.way} ${expected.value}, and its run ${outcome.way} ${outcome.value}`;
  }
  return undefined;
};

/** The lock makes no rejection but that of the promise it gave. */
export const noOtherRejection: Claim = ({ world }) =>
  world.unhandled.length > 0 ? `a rejection that nobody can handle: ${world.unhandled[0]}` : undefined;

/** An owner that asks again has its answer at once. */
export const reentryAnswered: Claim = ({ requests }, { reentry }) => {
  const again = requests.find(
    ({ way, standing }) => way === 'reenter' && standing !== reentry && standing !== 'held',
  );
  return again?.standing === 'waiting' ? `${again.by} waits for itself` : undefined;
};

/** The only holder can be upgraded. */
export const upgrades: Claim = ({ requests, holders }) => {
  const asked = requests.find(({ upgrade, standing }) => upgrade === 'asked' && standing === 'held');
  return asked && holders.length === 1
    ? `${asked.by} waits for its upgrade, and nobody else holds it`
    : undefined;
};

/** Whether as many as may wait did so when it asked. Whoever had been told that it waits no more did not. */
export const cameTooLate = ({ waitingBefore }: KitRequest, { maxWaiters }: Capabilities): boolean =>
  maxWaiters !== undefined && waitingBefore >= maxWaiters;

/**
 * Whether the one still waits, or was served after the later. Readers that are let in together are told in
 * whatever order their promises settle.
 */
function isPassed(one: KitRequest, later: KitRequest): boolean {
  if (one.way === 'try' || one.way === 'reenter') return false;
  if (one.grant === undefined || later.grant === undefined) return one.standing === 'waiting';
  if (one.mode === 'shared') return one.grant.round > later.grant.round;
  return one.grant.number > later.grant.number;
}

const isAbout = (one: KitRequest, other: KitRequest): boolean =>
  one.names.some((name) => other.names.includes(name));

/** A body is called before an acquire's promise tells, so that their grants cannot be compared. */
const isAlike = (one: KitRequest, other: KitRequest): boolean =>
  one.way === other.way &&
  one.mode === other.mode &&
  one.priority === other.priority &&
  one.names.join() === other.names.join();
