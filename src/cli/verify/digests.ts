/**
 * What the graphs of the specifications come down to, for where Spin is not installed. Written by
 * `npm run digests`; test/model/specification.test.ts asks Spin whether they are still true.
 */
import type { Digest } from './compare.ts';

export const digests: Readonly<Record<string, Digest>> = {
  'shared-lock': {
    states: 360,
    edges: 16560,
    sha256: 'ed9e5fb8a002ef039ae9135d4d5f8ebabee970f40e126fd2d6bf6527c08fdd0e',
  },
  'lock-set': {
    states: 295,
    edges: 21830,
    sha256: 'd2332f1e84e7ad003afe39c23bf13d02a4c5b64ac21ab1ff66bd09c556816af5',
  },
  'lock-set that changes': {
    states: 382,
    edges: 19864,
    sha256: 'b0585840cd2d2f1d6bd47dfb488fac9f5f6c7580dc0c6db3f4119f7664b45201',
  },
  'level-order': {
    states: 2021,
    edges: 84882,
    sha256: '6cdc123aeacc4129aff873a203bec293348bb9b8f1ba28ee2ce7e19d0956ca5a',
  },
};
