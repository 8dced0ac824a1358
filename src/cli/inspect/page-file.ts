/** The inspector's page as one text. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** Beside the built command. */
const BUILT = new URL('./inspector.html', import.meta.url);
/** What builds it, where there is only the source. */
const BUILDER = new URL('../../../tools/inspector-page.ts', import.meta.url);

export async function inspectorPage(): Promise<string> {
  if (existsSync(BUILT)) return readFile(BUILT, 'utf8');
  const { buildInspectorPage } = (await import(BUILDER.href)) as {
    buildInspectorPage: () => Promise<string>;
  };
  return buildInspectorPage();
}
