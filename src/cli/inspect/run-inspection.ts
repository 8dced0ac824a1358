/** A run of the command that is watched while it goes on. */
import type { Audience } from '../../inspect/audience.ts';
import { openPage, startServer } from './command.ts';
import { RunTeller } from './run-teller.ts';

/** Milliseconds until pages are looked after again. */
const MOMENT = 20;

export interface RunInspection {
  readonly audience: Audience;
  /** Passes on what is left, for so many milliseconds. The page keeps what it has seen. */
  close(patience: number): Promise<void>;
}

/**
 * Serves the page, and returns when somebody looks, so that nothing of the run is missed. `behindMs`: how
 * much longer the run has taken so far than it should.
 */
export async function beginInspection(
  file: string,
  opens: boolean,
  behindMs: () => number,
): Promise<RunInspection> {
  const server = await startServer();
  process.stderr.write(`Inspector: ${server.url}\nThe run begins when the page is open.\n`);
  if (opens) await openPage(server.url);
  await server.hub.viewed();
  const teller = new RunTeller(server.hub, file);
  const timer = setInterval(() => teller.look(behindMs()), MOMENT);
  return {
    audience: teller.audience,
    close: async (patience) => {
      clearInterval(timer);
      teller.goOn();
      await server.close(patience);
    },
  };
}
