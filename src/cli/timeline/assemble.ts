/**
 * The timeline as one page that needs nothing else: skeleton, style, script and data in one text.
 *
 * The parts lie in ./page as they are, so that they can be checked and tested as modules; here their imports
 * fall away, for in one script all names are there. The build copies the folder beside the command.
 */
import { readFile } from 'node:fs/promises';
import type { TimelineData } from './data.ts';

const FOLDER = new URL('./page/', import.meta.url);

/** Whoever imports comes after whom it imports from. */
const SCRIPTS = ['time.js', 'lanes.js', 'draw.js', 'panel.js', 'sight.js', 'controls.js'];

export async function timelinePage(data: TimelineData): Promise<string> {
  const [skeleton = '', style = '', ...scripts] = await Promise.all(
    ['page.html', 'page.css', ...SCRIPTS].map((name) => readFile(new URL(name, FOLDER), 'utf8')),
  );
  const parts: Readonly<Record<string, string>> = {
    STYLE: `<style>\n${style}</style>`,
    DATA: `<script type="application/json" id="data">${jsonText(data)}</script>`,
    SCRIPT: `<script>\n(() => {\n'use strict';\n${scripts.map(withoutModules).join('\n')}})();\n</script>`,
  };
  // By function: a text that stands for itself, whatever dollar signs are in it.
  return skeleton.replace(/<!--(STYLE|DATA|SCRIPT)-->/g, (_, name: string) => parts[name] ?? '');
}

/** JSON that cannot end the element that it stands in: no name of a job or lock is ever markup. */
function jsonText(data: TimelineData): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}

function withoutModules(script: string): string {
  return script.replace(/^import\b[^;]*;\n/gm, '').replace(/^export /gm, '');
}
