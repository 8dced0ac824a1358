/**
 * `npm run conformance`: replays recorded traces; see ./command.ts.
 */
import { conformance } from './command.ts';

// A reader of the output who goes away is no crash.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await conformance(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  error: (text) => void process.stderr.write(text),
});
