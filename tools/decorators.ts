/**
 * A plugin of vite that makes standard decorators run in tests: vite's own compiler leaves them in, and Node
 * has none. Only files with a line that begins with one are compiled here.
 */
import ts from 'typescript';
import type { Plugin } from 'vite';

export const decorators: Plugin = {
  name: 'decorators',
  enforce: 'pre',
  transform(code, id) {
    if (!/\.[cm]?tsx?$/.test(id) || !/^\s*@\w/m.test(code)) return null;
    const { outputText, sourceMapText } = ts.transpileModule(code, {
      fileName: id,
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, sourceMap: true },
    });
    return { code: outputText, map: sourceMapText ?? null };
  },
};
