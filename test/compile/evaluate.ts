/**
 * Runs the text of a TypeScript module with the imports it is given, so that a compiled machine can be tried
 * without being written into the tree.
 */
import ts from 'typescript';

export function evaluate(text: string, imports: Readonly<Record<string, object>>): Record<string, unknown> {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const exports: Record<string, unknown> = {};
  const load = (path: string): object => {
    const module = imports[path];
    if (module === undefined)
      throw new Error(`the module under test imports '${path}', which it was not given`);
    return module;
  };
  new Function('exports', 'require', outputText)(exports, load);
  return exports;
}
