/**
 * What a job does to its locks while it runs. A step that finds nothing to do, because somebody else was
 * there before, is a fact to be reported and no failure: names were written down long before they are used.
 */
import { ALL, LockError } from '../../index.ts';
import type { Evidence, Holdings } from './evidence.ts';
import type { Step } from './job.ts';
import type { JobKeyring } from './run-words.ts';

export class JobSteps {
  /** In words, one for each step that came to nothing. */
  readonly missed: string[] = [];
  readonly #job: string;
  readonly #keyring: JobKeyring;
  readonly #holdings: Holdings;
  readonly #evidence: Evidence;

  constructor(job: string, keyring: JobKeyring, holdings: Holdings, evidence: Evidence) {
    this.#job = job;
    this.#keyring = keyring;
    this.#holdings = holdings;
    this.#evidence = evidence;
  }

  /** Rejects with the signal's reason, or for a step that no job may do. */
  async perform(step: Step, signal: AbortSignal): Promise<void> {
    if (step.do === 'release') this.#release(step);
    else if (step.do === 'downgrade') this.#downgrade(step);
    else if (step.do === 'add') await this.#add(step, signal);
    else await this.#remove(step, signal);
  }

  #release(step: Step): void {
    const { level, names, keep } = step;
    const held = this.#holdings.at(level);
    const isWhole = this.#holdings.isWhole(level);
    const leaving = held.filter((name) => names?.includes(name) ?? keep?.includes(name) !== true);
    if (leaving.length === 0 && !isWhole) {
      this.#miss(step, 'holds nothing of it');
      return;
    }
    this.#holdings.exit(level, leaving);
    this.#keyring.release(level, leaving.length === held.length ? ALL : leaving);
  }

  #downgrade(step: Step): void {
    const { level, names } = step;
    const held = this.#holdings.at(level);
    const changing = held.filter((name) => names?.includes(name) !== false);
    if (changing.length === 0 && !this.#holdings.isWhole(level)) {
      this.#miss(step, 'holds nothing of it');
      return;
    }
    this.#holdings.downgrade(level, changing);
    this.#keyring.downgrade(level, changing.length === held.length ? ALL : changing);
  }

  async #add(step: Step, signal: AbortSignal): Promise<void> {
    const { level, names } = step;
    const asked = this.#evidence.nextSeq;
    try {
      await this.#keyring.add(level, names ?? [], { signal });
    } catch (error) {
      if (!LockError.is(error) || error.code !== 'duplicate-add') throw error;
      this.#miss(step, 'finds it there already');
      return;
    }
    this.#evidence.write('add', this.#job, { level, names: names ?? [], mode: 'exclusive', asked });
  }

  async #remove(step: Step, signal: AbortSignal): Promise<void> {
    const { level } = step;
    const names = step.names ?? [];
    const held = this.#holdings.at(level);
    this.#holdings.exit(
      level,
      names.filter((name) => held.includes(name)),
    );
    const removed = await this.#keyring.remove(level, names, { signal });
    if (removed.length < names.length) this.#miss(step, 'finds it gone');
  }

  #miss(step: Step, why: string): void {
    const what = (step.names ?? ['all']).join(', ');
    this.missed.push(`${step.do} ${step.level}/${what} at ${step.at}: ${why}`);
  }
}
