import { defineConfig, type UserConfig } from 'tsdown';

const shared = { target: 'node20', fixedExtension: false } satisfies UserConfig;

const library = {
  ...shared,
  entry: {
    index: 'src/index.ts',
    'index.node': 'src/index.node.ts',
    inspect: 'src/inspect.ts',
    machines: 'src/machines.ts',
    testing: 'src/testing.ts',
    'testing/arbitraries': 'src/testing/arbitraries.ts',
  },
  platform: 'neutral' as const,
  deps: { neverBundle: ['fast-check', 'xstate', /^node:/] },
} satisfies UserConfig;

/** What the command is built with goes into its bundle, so that the package itself depends on nothing. */
export default defineConfig([
  {
    ...library,
    dts: false,
    outputOptions: {
      comments: { annotation: true, jsdoc: false },
      // One file for a lock and one for the rest, since each file takes time to import; in one for both, who
      // bundles one lock would get more than that.
      codeSplitting: {
        groups: [
          { name: 'shared-lock', test: /src.locks.shared-lock\.ts$|rolldown.runtime/, priority: 1 },
          { name: 'locks', test: /src.(core|locks(?!.ambient-owner))/ },
        ],
      },
    },
  },
  {
    ...library,
    clean: false,
    // What is marked @internal is there when it runs, and is nobody's to call.
    dts: { emitDtsOnly: true, compilerOptions: { stripInternal: true } },
    // Holds are disposable, also for a program that does not list this library itself.
    banner: { dts: '/// <reference lib="esnext.disposable" />' },
  },
  {
    ...shared,
    entry: { cli: 'src/cli/main.ts' },
    platform: 'node',
    // fast-check and ws are peers of the library, and parts of the command.
    deps: { neverBundle: ['xstate'], alwaysBundle: ['fast-check', 'ws'] },
    dts: false,
    clean: false,
    // The parts of the timeline page, which the command puts together when it writes one.
    copy: { from: 'src/cli/timeline/page/*.{js,css,html}', to: 'dist/page' },
  },
]);
