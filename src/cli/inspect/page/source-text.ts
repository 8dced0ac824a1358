/** Who tells what is shown, in words. */
import type { LiveRecording } from '../view/live.ts';

export interface Link {
  /** To the server; refused: it has another token by now. */
  readonly state: 'starting' | 'connected' | 'lost' | 'refused';
  /** Somebody has opened the page to tell it something. */
  readonly isTold: boolean;
}

export function sourceText(
  { state, isTold }: Link,
  { programs, dropped, missed }: Pick<LiveRecording, 'programs' | 'dropped' | 'missed'>,
): string {
  const who = [...new Set(programs.map(({ title, isGone }) => (isGone ? `${title} is gone` : title)))];
  const count = (of: number): string => of.toLocaleString('en');
  const words = {
    starting: 'Connecting…',
    connected: 'Listening',
    lost: 'Not connected, and tried again',
    refused: 'Not connected: the token is wrong by now; open the URL that the inspector has printed',
  };
  const how = isTold ? words.connected : words[state];
  return [
    who.length === 0 ? how : `${how}: ${who.join(', ')}`,
    state === 'connected' && who.length === 0 ? 'no program has come yet' : '',
    dropped === 0 ? '' : `${count(dropped)} messages were lost`,
    missed === 0 ? '' : `${count(missed)} events came during a pause, and found no room`,
  ]
    .filter((part) => part !== '')
    .join('; ');
}
