/** Messages as they come, and whether they can be read. */
import type { InspectorMessage } from '../../../inspect/protocol.ts';

/** A message, with what is known of it besides. */
export interface Received {
  /** The process that says it. */
  readonly process: string;
  readonly message: InspectorMessage;
  /** In memory, roughly. */
  readonly size: number;
  /** Of a registration, where it was told before. */
  readonly definition?: string | undefined;
}

const NEEDED: Readonly<Record<InspectorMessage['type'], readonly string[]>> = {
  '@xstate.actor': ['snapshot'],
  '@xstate.event': ['event'],
  '@xstate.snapshot': ['event', 'snapshot'],
  '@xstate.microstep': ['event', 'snapshot'],
  '@xstate.action': ['action'],
  'lockchart.hello': [],
  'lockchart.dropped': [],
  'lockchart.gone': [],
};

/** It has what its type promises: anybody who knows the token can say anything. */
export function isReadable(message: InspectorMessage): boolean {
  const fields = message as unknown as Readonly<Record<string, unknown>>;
  return (
    Object.hasOwn(NEEDED, message.type) &&
    NEEDED[message.type].every((name) => {
      const field = fields[name];
      if (typeof field !== 'object' || field === null) return false;
      return name === 'snapshot' || typeof (field as { readonly type?: unknown }).type === 'string';
    })
  );
}
