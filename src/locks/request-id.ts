/**
 * Ids of requests: never the same twice in one process.
 */
import type { RequestId } from '../core/shared-lock/commands.ts';

let last = 0;

export function newRequestId(): RequestId {
  last += 1;
  return last;
}
