/**
 * Runs the text of a TypeScript module, so that a compiled machine can be tried without being written into the
 * tree. `load` gives what it imports, by the path as written.
 */
import ts from 'typescript';

export function evaluate(text: string, load: (path: string) => object): Record<string, unknown> {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const exports: Record<string, unknown> = {};
  new Function('exports', 'require', outputText)(exports, load);
  return exports;
}
