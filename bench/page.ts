/** docs/benchmarks.md is written by hand, but for the tables; and the pictures beside it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { draw } from './growth/draw.ts';
import { asMarkdown, asShortMarkdown, type Report } from './report.ts';

/** The Node whose run is shown as a whole; of others, the targets. */
const SHOWN = '20';

const PAGE = new URL('../docs/benchmarks.md', import.meta.url);
const PICTURES = new URL('../docs/benchmarks/', import.meta.url);
const END = '<!-- end -->';

export function writePage(report: Report): void {
  const [major = ''] = report.environment.node.replace('v', '').split('.');
  const isShown = major === SHOWN;
  const begin = `<!-- written by npm run bench -- --markdown, on Node ${major} -->`;
  const page = readFileSync(PAGE, 'utf8');
  const [before, rest] = page.split(begin);
  const end = rest?.indexOf(END) ?? -1;
  if (before === undefined || rest === undefined || end < 0) {
    throw new Error(`docs/benchmarks.md lacks '${begin}' or the '${END}' after it`);
  }
  const tables = isShown ? asMarkdown(report) : asShortMarkdown(report);
  writeFileSync(PAGE, `${before}${begin}\n\n${tables}\n${rest.slice(end)}`);
  if (!isShown || report.curves === null) return;
  mkdirSync(PICTURES, { recursive: true });
  for (const curves of report.curves) {
    writeFileSync(new URL(`${curves.dimension}.svg`, PICTURES), draw(curves));
  }
}
