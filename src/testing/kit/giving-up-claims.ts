/**
 * Claims about those who set a limit to their wait, or give up.
 */
import { type Claim, cameTooLate } from './claims.ts';

/** Whoever sets a time waits for as long as that, and not longer. */
export const onTime: Claim = ({ requests, world }, offered) => {
  for (const request of requests) {
    const { by, timeout, askedAt, answeredAt, standing, isAborted } = request;
    if (timeout === undefined || timeout <= 0) continue;
    if (standing === 'waiting' && world.clock.now() > askedAt + timeout)
      return `${by} still waits after its time`;
    const isEarly = standing === 'refused' && !isAborted && (answeredAt ?? 0) < askedAt + timeout;
    if (isEarly && !cameTooLate(request, offered)) return `${by} is refused before its time`;
  }
  return undefined;
};

/** A timeout of 0 does not wait; where it means no limit, it does not end. */
export const zeroIsHeeded: Claim = ({ requests }, offered) => {
  const asked = requests.filter(({ timeout }) => timeout === 0);
  const waits = asked.find(({ standing }) => standing === 'waiting');
  if (offered.timeoutOfZero === 'no-wait') return waits && `${waits.by} was not to wait, and waits`;
  const refused = asked.find((one) => one.standing === 'refused' && !cameTooLate(one, offered));
  return refused && `${refused.by} set no limit to its wait and was refused`;
};

/** Who gave up before it was granted is refused and is not granted. */
export const abortedRefused: Claim = ({ requests }) => {
  const aborted = requests.find(({ isAborted, standing }) => isAborted && standing !== 'refused');
  return (
    aborted && `${aborted.by} gave up, and ${aborted.standing === 'waiting' ? 'still waits' : 'was granted'}`
  );
};

export const abortReason: Claim = ({ requests }, offered) => {
  const other = requests.find(
    (one) =>
      one.standing === 'refused' && one.error !== one.controller?.signal.reason && !cameTooLate(one, offered),
  );
  return other && `${other.by} is refused with ${other.error}, and not with the reason of its signal`;
};

/** A lock that nobody is about leaves no timer. */
export const noTimer: Claim = ({ requests, world }) => {
  const isQuiet = requests.every((one) => !one.isLive) && world.clock.pending > 0;
  return isQuiet ? `${world.clock.pending} timers go on, though everybody has an answer` : undefined;
};

/** Whoever is over no longer listens to its signal; one that is aborted has told all it will ever tell. */
export const noListener: Claim = ({ requests }) => {
  const listening = requests.find(
    ({ isLive, listeners, controller }) => !isLive && listeners > 0 && controller?.signal.aborted === false,
  );
  return listening && `the signal of ${listening.by}, who is about nothing any more, still has a listener`;
};

/** No two refusals are one error object, whose stack would be nobody's. */
export const ownErrors: Claim = ({ requests }) => {
  const errors = requests.filter(({ error }) => error instanceof Error).map(({ error }) => error);
  return new Set(errors).size === errors.length
    ? undefined
    : 'two refusals are one and the same error object';
};
