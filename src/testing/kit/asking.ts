/**
 * Those commands of a scenario that ask for the lock.
 */
import type { KitAsk, KitHold } from './adapter.ts';
import { AdapterError, holdOf, isPromise, promiseOf } from './answers.ts';
import { type AcquireCommand, type RunCommand, type TryCommand, VALUES } from './commands.ts';
import type { KitRequest } from './request.ts';
import type { Scene } from './scene.ts';

export function ask(
  scene: Scene,
  command: AcquireCommand | TryCommand | RunCommand,
  way: KitRequest['way'] = command.type,
): KitRequest {
  const { by, mode, lock, names, priority, timeout, signal } = command;
  const about = names ?? [lock ?? ''];
  const request = scene.asked({ by, mode, way, names: about, priority: priority ?? 0, timeout, signal });
  const asked: KitAsk = { owner: by, mode, timeout, signal: request.controller?.signal, names, priority };
  try {
    if (command.type === 'run') run(scene, request, asked, command);
    else if (command.type === 'try') tryIt(scene, request, asked);
    else acquire(scene, request, asked, lock === 'other');
  } catch (error) {
    if (!misused(scene, error)) scene.thrown.push(error);
    scene.refused(request, error);
  }
  return request;
}

/** Whether it was the adapter's fault, and not the lock's. */
function misused(scene: Scene, error: unknown): boolean {
  if (!(error instanceof AdapterError)) return false;
  scene.misuse ??= error;
  return true;
}

/** Whoever is given something else than a hold has none. */
function grant(scene: Scene, request: KitRequest, given: KitHold): void {
  const method = request.way === 'try' ? 'tryAcquire' : 'acquire';
  try {
    scene.granted(request, holdOf(method, given, request.mode === scene.offered.upgrade));
  } catch (error) {
    if (!misused(scene, error)) throw error;
    scene.refused(request, error);
  }
}

function acquire(scene: Scene, request: KitRequest, asked: KitAsk, isOther: boolean): void {
  const lock = isOther ? scene.otherLock : scene.lock;
  promiseOf('acquire', lock.acquire(asked)).then(
    (hold) => grant(scene, request, hold),
    (error: unknown) => scene.refused(request, error),
  );
}

function tryIt(scene: Scene, request: KitRequest, asked: KitAsk): void {
  const answer = (hold: KitHold | undefined): void => {
    if (hold === undefined) scene.refused(request, undefined);
    else grant(scene, request, hold);
  };
  const given = scene.lock.tryAcquire?.(asked);
  if (isPromise(given)) given.then(answer, (error: unknown) => scene.refused(request, error));
  else answer(given);
}

function run(scene: Scene, request: KitRequest, asked: KitAsk, command: RunCommand): void {
  const { body, value = 'text', parameters = 0 } = command;
  const fails = body === 'throws' || body === 'rejects';
  const inside = (): unknown => {
    request.calls += 1;
    scene.granted(request, undefined);
    request.expected = { way: fails ? 'threw' : 'gave', value: VALUES[value] };
    if (body === 'stays') {
      return new Promise((resolve) => {
        request.finish = () => resolve(VALUES[value]);
      });
    }
    scene.released(request);
    if (body === 'throws') throw VALUES[value];
    if (body === 'rejects') return Promise.reject(VALUES[value]);
    return body === 'resolves' ? Promise.resolve(VALUES[value]) : VALUES[value];
  };
  // A run that refuses never calls its body; one that has called it hands on what the body does.
  const settled = (way: 'gave' | 'threw') => (given: unknown) => {
    request.outcome = { way, value: given };
    if (request.standing === 'waiting') scene.refused(request, given);
  };
  const given = promiseOf('run', scene.lock.run?.(asked, withParameters(inside, parameters)));
  given.then(settled('gave'), settled('threw'));
}

/** The same body, with as many parameters as it is to declare. */
function withParameters(body: () => unknown, count: number): (...given: readonly unknown[]) => unknown {
  const bodies = [() => body(), (_one: unknown) => body(), (_one: unknown, _two: unknown) => body()];
  return bodies[count] ?? body;
}
