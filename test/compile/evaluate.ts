/**
 * Runs the text of a TypeScript module, so that a compiled machine can be tried without being written into
 * the tree. `load` gives what it imports, by the path as written; `exports` is what it fills.
 */
import ts from 'typescript';

type Body = (exports: Record<string, unknown>, require: (path: string) => object) => void;

/** Modules that are run again and again, beside a changed one. */
const bodies = new Map<string, Body>();

export function evaluate(
  text: string,
  load: (path: string) => object,
  exports: Record<string, unknown> = {},
): Record<string, unknown> {
  const body = bodies.get(text) ?? bodyOf(text);
  bodies.set(text, body);
  body(exports, load);
  return exports;
}

function bodyOf(text: string): Body {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  return new Function('exports', 'require', outputText) as Body;
}
