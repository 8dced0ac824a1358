/**
 * Carries out the commands of a scenario.
 */

import type { KitAsk } from './adapter.ts';
import { promiseOf } from './answers.ts';
import { ask } from './asking.ts';
import type { KitCommand } from './commands.ts';
import { release, releaseAgain } from './giving-back.ts';
import type { KitRequest } from './request.ts';
import type { Scene } from './scene.ts';

const isHeld = ({ standing }: KitRequest): boolean => standing === 'held';

/**
 * Carries out one command, with its client or the next one to whom it applies. Nobody has been told of it
 * yet. False when it applies to nobody, and then nothing was done.
 */
export async function carryOut(scene: Scene, command: KitCommand): Promise<boolean> {
  switch (command.type) {
    case 'acquire':
    case 'try':
    case 'run': {
      const by = scene.idle(command.by);
      if (by === undefined) return false;
      scene.tell({ ...command, by });
      ask(scene, { ...command, by });
      return true;
    }
    case 'wait':
      scene.tell(command);
      await scene.settle(command.ms);
      return true;
    case 'crowd':
      scene.tell(command);
      gather(scene, command);
      return true;
    case 'relay':
      return relay(scene, command);
    default: {
      const request = scene.latest(command.by, (one) => applies(scene, command, one));
      if (request === undefined) return false;
      scene.tell({ ...command, by: request.by });
      carryOutOn(scene, command, request);
      return true;
    }
  }
}

type OnRequest = Extract<KitCommand, { type: 'release' | 'release-again' | 'abort' | 'reenter' | 'upgrade' }>;

function applies({ offered }: Scene, { type }: OnRequest, request: KitRequest): boolean {
  if (type === 'abort') return request.controller?.signal.aborted === false;
  if (type === 'release-again') return request.standing === 'released' && request.hold !== undefined;
  if (type !== 'upgrade') return isHeld(request);
  return isHeld(request) && request.mode === offered.upgrade && request.upgrade === undefined;
}

function carryOutOn(scene: Scene, command: OnRequest, request: KitRequest): void {
  if (command.type === 'release') release(scene, request, command.times);
  else if (command.type === 'release-again') releaseAgain(request);
  else if (command.type === 'abort') request.abort();
  else if (command.type === 'upgrade') upgrade(scene, request);
  else ask(scene, { type: 'acquire', by: request.by, mode: request.mode }, 'reenter');
}

function upgrade(scene: Scene, request: KitRequest): void {
  request.upgrade = 'asked';
  promiseOf('upgrade', request.hold?.upgrade?.()).then(
    () => {
      Object.assign(request, { upgrade: 'done', heldAs: 'exclusive' });
      scene.lines.push(`  → upgraded by=${request.by}`);
    },
    (error: unknown) => {
      request.fault = error;
    },
  );
}

function gather(scene: Scene, command: KitCommand & { readonly type: 'crowd' }): void {
  const { crowd, lock, offered } = scene;
  const { count, mode, timeout } = command;
  // Async, so that what throws at once is a refusal too.
  const one = async (asked: KitAsk): Promise<void> => {
    if (offered.run === true)
      await promiseOf(
        'run',
        lock.run?.(asked, () => undefined),
      );
    else await promiseOf('acquire', lock.acquire(asked)).then((hold) => hold.release());
  };
  const served = (): void => {
    crowd.served += 1;
  };
  const refused = (): void => {
    crowd.refused += 1;
  };
  for (let i = 0; i < count; i += 1) {
    crowd.asked += 1;
    one({ owner: `one-${crowd.asked}`, mode, timeout }).then(served, refused);
  }
}

async function relay(scene: Scene, command: KitCommand & { readonly type: 'relay' }): Promise<boolean> {
  const { count, mode } = command;
  const [waiting] = scene.waiting;
  const [first, second] = scene.holders;
  if (waiting === undefined || first === undefined || second !== undefined || first.mode !== mode)
    return false;
  scene.tell(command);
  const { length } = scene.lines;
  const runners = [first];
  for (let passed = 0; passed < count; passed += 1) {
    const next = ask(scene, { type: 'acquire', by: `next-${passed}`, mode });
    await scene.settle();
    release(scene, runners.at(-1) as KitRequest);
    await scene.settle();
    runners.push(next);
    if (!isHeld(next)) return true;
  }
  if (waiting.standing === 'waiting') scene.starved = { waiting, passed: count };
  scene.lines.splice(length, Number.POSITIVE_INFINITY, `  → granted by=next count=${count}`);
  return true;
}
