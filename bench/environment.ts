/** Where and with what a run was made: figures without it cannot be compared. */
import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, loadavg, platform, release } from 'node:os';
import type { Build } from './contenders/lockchart.ts';
import { peers } from './contenders/peers.ts';

export interface Environment {
  readonly date: string;
  readonly node: string;
  readonly v8: string;
  readonly system: string;
  readonly cpu: string;
  readonly cores: number;
  /** Of the last minute, when the run began. */
  readonly load: number;
  /** Of the last minute, when it ended: the run itself makes 1 of it. */
  loadAtEnd: number;
  readonly build: Build;
  readonly packages: Readonly<Record<string, string>>;
}

export function environmentNow(build: Build): Environment {
  const names = new Set(['xstate', ...peers.flatMap(({ packageName = [] }) => packageName)]);
  return {
    date: new Date().toISOString(),
    node: process.version,
    v8: process.versions.v8,
    system: `${platform()} ${release()} ${arch()}`,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    load: loadNow(),
    loadAtEnd: loadNow(),
    build,
    packages: {
      lockchart: versionIn('../package.json'),
      ...Object.fromEntries(
        [...names].map((name) => [name, versionIn(`../node_modules/${name}/package.json`)]),
      ),
    },
  };
}

export function loadNow(): number {
  return Math.round((loadavg()[0] ?? 0) * 100) / 100;
}

function versionIn(path: string): string {
  const { version } = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as { version: string };
  return version.replace(/^v/, '');
}
