/**
 * A run as text that can be read, pasted into a test, and run again: each command, the answers to it, and the
 * state after it where it has changed.
 *
 *     lock.acquire owner=ann request=1 priority=0 try=false mode=exclusive
 *       → lock.granted owner=ann request=1 mode=exclusive token=1
 *       = exclusive ann
 *
 * Lines that begin with # are remarks.
 */
import { changesNothing, type Explorable, type StepFunction } from './model.ts';
import { readNotation, written } from './notation.ts';

type Shown<State, Command, Effect> = Pick<Explorable<State, Command, Effect>, 'initial' | 'show'>;

/**
 * Writes down what a run of commands does.
 *
 * @param model where the run begins (`initial`), and how a state is written (`show`; all of it unless given).
 * @param step the machine.
 * @param run the commands; a `Remark` among them is a line that is not run.
 * @returns the text, which `replay` runs again.
 *
 * @example
 * ```ts
 * import { transcript } from 'lockchart/testing';
 *
 * const step = (count: number, { by }: { type: string; by: number }) => [count + by, []] as const;
 * console.log(transcript({ initial: 5 }, step, [{ type: 'add', by: 2 }]).split('\n')[0]); // add by=2
 * ```
 */
export function transcript<State, Command, Effect>(
  { initial, show = written }: Shown<State, Command, Effect>,
  step: StepFunction<State, Command, Effect>,
  run: readonly (Command | Remark)[],
): string {
  let before = initial;
  const lines: string[] = [];
  for (const command of run) {
    if (command instanceof Remark) {
      lines.push(command.text);
      continue;
    }
    const [after, effects] = step(before, command);
    lines.push(written(command), ...effects.map((effect) => `  → ${written(effect)}`));
    if (!changesNothing({ before, after })) lines.push(`  = ${show(after)}`);
    before = after;
  }
  return `${lines.join('\n')}\n`;
}

/** A line among the commands of a run that is not a command. */
export class Remark {
  readonly text: string;

  constructor(text: string) {
    this.text = text.startsWith('#') ? text : `# ${text}`;
  }
}

/**
 * Runs the commands of a transcript again, and writes down what they do now: the same text where nothing has
 * changed. Indentation and empty lines do not count, so that it can be pasted into a test as it is.
 *
 * @throws `SyntaxError` when a line of the text cannot be read.
 *
 * @example
 * ```ts
 * import { replay } from 'lockchart/testing';
 *
 * const step = (count: number, { by }: { type: string; by: number }) => [count + by, []] as const;
 * const now = replay({ initial: 5 }, step, `
 *   add by=2
 *     = 7
 *   add by=1
 *     = 9
 * `);
 * console.log(now.split('\n')[3]?.trim()); // = 8
 * ```
 */
export function replay<State, Command, Effect>(
  model: Shown<State, Command, Effect>,
  step: StepFunction<State, Command, Effect>,
  text: string,
): string {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('→ ') && !line.startsWith('= '));
  const run = lines.map((line) =>
    line.startsWith('#') ? new Remark(line) : (readNotation(line) as Command),
  );
  return transcript(model, step, run);
}
