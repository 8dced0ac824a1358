/**
 * `lockchart inspect`: serves the page that shows machines at work, until Ctrl-C.
 */
import { Command, InvalidArgumentError, Option } from 'commander';
import open from 'open';
import { reasonOf } from '../run/files.ts';
import { UsageError } from '../usage-error.ts';
import { inspectorPage } from './page-file.ts';
import { type InspectorServer, startInspectorServer } from './server.ts';

interface InspectCommandOptions {
  readonly port: number;
  readonly token?: string;
  readonly open: boolean;
  readonly json?: boolean;
}

export function inspectCommand(): Command {
  return new Command('inspect')
    .description(
      'Watch locks and other machines at work, in a page of your browser; nothing leaves this computer.',
    )
    .option('--port <number>', 'listen on this port of 127.0.0.1 (default: any that is free)', portNumber, 0)
    .addOption(
      new Option('--token <text>', 'what has to be in the URL of page and programs (default: random)')
        .env('LOCKCHART_TOKEN')
        .argParser(tokenText),
    )
    .option('--no-open', 'only print the URL')
    .option('--json', 'print {"url","port"} as one line')
    .addHelpText('after', HELP)
    .action(inspect);
}

const HELP = `
One line in your program, with the URL that is printed (in Node it needs the package ws):
  import { connectInspector } from 'lockchart/inspect';
  const { inspect } = connectInspector({ url });
  const lock = new SharedLock('config', { inspect });
The page also takes what @statelyai/inspect tells it: createBrowserInspector({ url }),
createInspectorServer({ url }), and createWebSocketInspector with the same URL, begun with ws: and not http:.
With --port and --token the URL is the same at each start, and programs and pages come back by themselves.
Without a program, drop a log of 'lockchart run --log' on the page. Ctrl-C ends it.

Exit codes: 0, 2 for a wrong option, or a port that is taken.`;

async function inspect({ port, token, open: opens, json }: InspectCommandOptions): Promise<void> {
  const server = await startServer(port, token);
  const { url } = server;
  process.stdout.write(
    json === true
      ? `${JSON.stringify({ url, port: server.port })}\n`
      : `Inspector: ${url}\nPrograms connect to the same URL: connectInspector({ url }). Ctrl-C ends it.\n`,
  );
  const ended = new Promise<void>((resolve) => {
    process.once('SIGINT', resolve).once('SIGTERM', resolve);
  });
  if (opens) await openPage(url);
  await ended;
  await server.close();
}

/** @throws {UsageError} when it cannot listen there. */
export async function startServer(port = 0, token?: string): Promise<InspectorServer> {
  try {
    return await startInspectorServer(await inspectorPage(), port, token);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall !== 'listen') throw error;
    throw new UsageError(`cannot listen on port ${port} of 127.0.0.1: ${reasonOf(error)}`);
  }
}

/** Where no browser can be opened there is the URL, which was printed. */
export async function openPage(url: string): Promise<void> {
  const note = (error: unknown): void => {
    process.stderr.write(`lockchart: no browser was opened (${reasonOf(error)}): open the URL yourself\n`);
  };
  try {
    (await open(url)).on('error', note);
  } catch (error) {
    note(error);
  }
}

/** Nothing that a URL would write otherwise, and nothing that is guessed at once. */
function tokenText(text: string): string {
  if (/^[\w.~-]{8,}$/.test(text)) return text;
  throw new InvalidArgumentError('It must be 8 or more of A-Z, a-z, 0-9, and . _ ~ -.');
}

function portNumber(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new InvalidArgumentError('It must be a whole number from 0 to 65535.');
}
