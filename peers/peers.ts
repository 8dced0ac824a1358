/** All that the kit is run on. */
import { asyncMutex } from './adapters/async-mutex.ts';
import { ours } from './adapters/lockchart.ts';
import type { Peer } from './peer.ts';

export const peers: readonly Peer[] = [...ours, ...asyncMutex];
