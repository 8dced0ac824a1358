import { defineConfig } from 'tsdown';

const shared = { target: 'node20', fixedExtension: false };

/** What the command is built with goes into its bundle, so that the package itself depends on nothing. */
export default defineConfig([
  {
    ...shared,
    entry: {
      index: 'src/index.ts',
      'index.node': 'src/index.node.ts',
      inspect: 'src/inspect.ts',
      machines: 'src/machines.ts',
      testing: 'src/testing.ts',
      'testing/arbitraries': 'src/testing/arbitraries.ts',
    },
    platform: 'neutral',
    // One file each, so that whoever needs one lock gets no more than that.
    unbundle: true,
    deps: { neverBundle: ['fast-check', 'xstate', /^node:/] },
    // What is marked @internal is there when it runs, and is nobody's to call.
    dts: { compilerOptions: { stripInternal: true } },
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
