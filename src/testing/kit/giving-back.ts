/**
 * Those commands of a scenario that give the lock back.
 */
import { written } from '../notation.ts';
import type { KitRequest } from './request.ts';
import type { Scene } from './scene.ts';

/** So often nothing may come of letting go before it is over. */
const PATIENCE = 3;

/** A lock that looks again and again whether it is free is not watched for longer than this. */
const MOMENTS = 1_000;

export function release(scene: Scene, request: KitRequest, times = 1): void {
  scene.released(request);
  if (request.finish !== undefined) request.finish();
  else giveBack(scene, request);
  for (let time = 1; time < times; time += 1) releaseAgain(request);
}

function giveBack(scene: Scene, request: KitRequest): void {
  const failed = (error: unknown): void => {
    request.fault = error;
    scene.lines.push(`  → threw by=${request.by} ${written({ reason: String(error) })}`);
  };
  try {
    Promise.resolve(request.hold?.release()).then(undefined, failed);
  } catch (error) {
    failed(error);
  }
}

/** It may say that there is nothing to release, but it must not release. */
export function releaseAgain({ hold }: KitRequest): void {
  const ignore = (): void => {};
  const again = hold?.releaseOtherwise ?? hold?.release;
  try {
    Promise.resolve(again?.call(hold)).then(ignore, ignore);
  } catch {
    // The lock says that this is wrong, which is as good as doing nothing.
  }
}

/** Lets go whoever holds, round by round, and passes the time, until nobody waits or nothing helps. */
export async function letEverybodyGo(scene: Scene): Promise<void> {
  if (scene.isOver) return;
  await scene.settle();
  scene.lines.push('# everybody lets go');
  const { crowd } = scene;
  for (let told = -1, quiet = 0; quiet < PATIENCE; ) {
    const { holders, waiting } = scene;
    const answers = crowd.served + crowd.refused;
    quiet = holders.length === 0 && answers === told ? quiet + 1 : 0;
    told = answers;
    for (const request of holders) release(scene, request);
    await scene.settle(holders.length === 0 && waiting.length > 0 ? 100_000 : 0, MOMENTS);
  }
  scene.isOver = true;
}
