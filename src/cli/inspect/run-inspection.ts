/** A run of the command that is watched while it goes on. */
// The locks find there what tells of them.
import '../../inspect.ts';
import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { Messages } from '../../inspect/messages.ts';
import { type HelloMessage, PROTOCOL_VERSION } from '../../inspect/protocol.ts';
import type { InspectionEvent } from '../../locks/inspection.ts';
import { openPage, startServer } from './command.ts';

export interface RunInspection {
  readonly inspect: (event: InspectionEvent) => void;
  /** Passes on what is left. The page keeps what it has seen. */
  close(): Promise<void>;
}

/** Serves the page, and returns when somebody looks, so that nothing of the run is missed. */
export async function beginInspection(file: string, opens: boolean): Promise<RunInspection> {
  const server = await startServer();
  process.stderr.write(`Inspector: ${server.url}\nThe run begins when the page is open.\n`);
  if (opens) await openPage(server.url);
  await server.hub.viewed();
  const line = server.hub.open();
  const hello: HelloMessage = {
    type: 'lockchart.hello',
    protocol: PROTOCOL_VERSION,
    createdAt: Date.now().toString(),
    instance: randomUUID(),
    title: `lockchart run ${basename(file)}`,
    pid: process.pid,
  };
  line.receive(JSON.stringify(hello));
  const messages = new Messages();
  return {
    inspect: (event) => {
      const text = messages.textOf(brief(event));
      if (text !== undefined) line.receive(text);
    },
    close: () => server.close(),
  };
}

/** So much of a list is enough to see what it is. */
const MOST_LISTED = 20;

/**
 * Whoever takes two thousand locks has a list of them in its context, two thousand times. Of locks nothing is
 * left out: their queues are what one wants to see.
 */
function brief(event: InspectionEvent): InspectionEvent {
  const { logic } = event.actorRef as { readonly logic?: { readonly id?: string } };
  if (logic?.id !== 'lockSet' && logic?.id !== 'catalogue') return event;
  const short = { ...event };
  if ('event' in short) short.event = shortened(short.event) as typeof short.event;
  if ('action' in short) short.action = shortened(short.action) as typeof short.action;
  if ('snapshot' in short) {
    const { status, value, context } = short.snapshot as {
      value?: unknown;
      context?: unknown;
    } & typeof short.snapshot;
    Object.assign(short, { snapshot: { status, value, context: shortened(context) } });
  }
  return short;
}

function shortened(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (!Array.isArray(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shortened(part)]));
  }
  const first = value.slice(0, MOST_LISTED).map(shortened);
  const rest = value.length - first.length;
  return rest === 0 ? first : [...first, `and ${rest} more`];
}
