#!/usr/bin/env node
/**
 * The command `lockchart`: a list of commands, each in a folder of its own, and what they have in common — a
 * usage error is a sentence and exit code 2, and a reader of the output who goes away is no crash.
 */
import { Command, CommanderError } from 'commander';
import { checkCommand } from './check/command.ts';
import { inspectCommand } from './inspect/command.ts';
import { locksCommand } from './locks/command.ts';
import { runCommand } from './run/command.ts';
import { UsageError } from './usage-error.ts';
import { verifyCommand } from './verify/command.ts';

const COMMANDS = [runCommand, locksCommand, checkCommand, verifyCommand, inspectCommand];

const program = new Command('lockchart').description(
  'Readers–writer locks as formally modelled state machines.',
);
for (const command of COMMANDS) program.addCommand(command());
// Commander's own exit code for a wrong option is 1, which here means that a check has failed.
for (const command of [program, ...program.commands]) command.exitOverride();

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader went away (`| head`): what is left to do is still worth its exit code.
  if (error.code === 'EPIPE') return;
  process.stderr.write(`lockchart: cannot write the output: ${error.message}\n`);
  process.exit(1);
});
process.stderr.on('error', () => undefined);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // It has printed its message, or the help.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else if (error instanceof UsageError) {
    process.stderr.write(`lockchart: ${error.message}\n`);
    process.exitCode = 2;
  } else {
    throw error;
  }
}
