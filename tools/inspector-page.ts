/**
 * Builds the inspector's page, src/cli/inspect/page, into one text that needs nothing else; from the command
 * line into dist/inspector.html, beside the built command. Where the page is served, `__NONCE__` becomes a
 * number used once, without which the browser runs none of it.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { CHART_STYLE } from '../src/cli/inspect/chart/style.ts';

const FOLDER = new URL('../src/cli/inspect/page/', import.meta.url);

/** In this order: of two rules that weigh the same, the later one counts. */
const STYLES = ['colours', 'page', 'parts', 'relations-panel', 'events-panel', 'narrow'] as const;

export async function buildInspectorPage(): Promise<string> {
  const [script, skeleton, ...styles] = await Promise.all([
    bundleForBrowsers(fileURLToPath(new URL('main.ts', FOLDER))),
    ...['page.html', ...STYLES.map((name) => `${name}.css`)].map((file) =>
      readFile(new URL(file, FOLDER), 'utf8'),
    ),
  ]);
  // What would end the element stands in strings only, where it may be written so.
  const inScript = script.replaceAll('</script', '<\\/script');
  const parts: Readonly<Record<string, string>> = {
    STYLE: `<style nonce="__NONCE__">\n${[...styles, CHART_STYLE].join('\n')}</style>`,
    SCRIPT: `<script nonce="__NONCE__">\n${inScript}</script>`,
  };
  return (skeleton ?? '').replace(/<!--(STYLE|SCRIPT)-->/g, (_, name: string) => parts[name] ?? '');
}

/** A module and all that it imports, as one script. */
export async function bundleForBrowsers(entry: string): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2023',
      modulePreload: false,
      lib: { entry, formats: ['iife'], name: 'inspector' },
    },
  });
  const [first] = Array.isArray(output) ? output : [output];
  const chunk = first !== undefined && 'output' in first ? first.output[0] : undefined;
  if (chunk?.type !== 'chunk') throw new Error(`nothing was built of ${entry}`);
  return chunk.code;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await writeFile('dist/inspector.html', await buildInspectorPage());
}
