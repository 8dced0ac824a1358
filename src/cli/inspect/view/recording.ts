/**
 * What the page shows: what has happened, moment by moment, and how everything was at any of them. There are
 * two: what processes tell while it happens, and the log of a run.
 */
import type { SnapshotJson } from '../../../inspect/protocol.ts';
import type { Machine, Step } from './machine.ts';

/** A machine at a moment. */
export interface MachineState {
  readonly snapshot: SnapshotJson;
  /** What led to it; undefined where nobody has seen it. */
  readonly step: Step | undefined;
}

export type Lane = 'owner' | 'manager' | 'set' | 'machine';

export interface Party {
  readonly lane: Lane;
  readonly name: string;
}

/** One line of the sequence. */
export interface EventRow {
  readonly moment: number;
  readonly at: number;
  readonly from: Party;
  readonly to: Party;
  readonly label: string;
  /** It answers something. */
  readonly isAnswer: boolean;
  /** The states it went through. */
  readonly path: readonly string[];
  /** What came of it, in words. */
  readonly said: string;
  /** What its program is called. */
  readonly program: string;
  /** Whom it shows when it is chosen. */
  readonly machine: Machine | undefined;
}

export interface Recording {
  /** `file`: times are those of a job file, from 0; else of the clock. */
  readonly time: 'clock' | 'file';
  readonly first: number;
  /** Below `first` while there is nothing. */
  readonly last: number;
  /** Machines in the order in which they are listed; another array when it has changed. */
  readonly machines: readonly Machine[];
  timeOf(moment: number): number;
  /** The last moment that is not after this time. */
  momentAt(time: number): number;
  /** Keeps this moment, whatever happens meanwhile; undefined: none. */
  hold(moment: number | undefined): void;
  /** Goes to a moment, about which `stateOf` speaks from then on. */
  seek(moment: number): void;
  /** Undefined when it was not there. */
  stateOf(machine: Machine): MachineState | undefined;
  row(moment: number): EventRow | undefined;
  /** Whether the row is about the machine and has the text, lower-case, anywhere in it. */
  matches(moment: number, machine: Machine | undefined, text: string): boolean;
}
