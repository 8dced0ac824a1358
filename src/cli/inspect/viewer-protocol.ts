/**
 * What the server tells a page: what processes say (../../inspect/protocol.ts), several messages at a time,
 * with the process they come from. A page tells the server nothing.
 *
 * Thousands of machines have one definition, so it is told once; registrations name it.
 */
import type { ActorMessage, InspectorMessage } from '../../inspect/protocol.ts';

export interface Frame {
  /** A number of the server's own: one connection of a process. */
  readonly process: number;
  /** Definitions that are new to this page, by number. */
  readonly definitions?: Readonly<Record<string, string>>;
  readonly messages: readonly ViewedMessage[];
  /** The process is connected no more. */
  readonly ended?: true;
}

/** A registration with the number of its definition, whose text is left out. */
export interface NumberedActorMessage extends ActorMessage {
  readonly definitionNumber: number;
}

export type ViewedMessage = NumberedActorMessage | InspectorMessage;
