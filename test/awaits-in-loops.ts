/**
 * Finds where a loop waits between its turns. A lock that is told by hand-written promise code to go on would
 * decide, in that code, what its machine should decide.
 */
import ts from 'typescript';

/** The places of all such waits, as `file:line`. */
export function awaitsInLoops(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  const places: string[] = [];
  const visit = (node: ts.Node, inLoop: boolean): void => {
    if (isAwaitingLoop(node) || (inLoop && isWait(node))) {
      const start = node.getStart(source);
      places.push(`${file}:${source.getLineAndCharacterOfPosition(start).line + 1}`);
    }
    ts.forEachChild(node, (child) =>
      visit(child, isRepeated(node, child) || (inLoop && !ts.isFunctionLike(node))),
    );
  };
  visit(source, false);
  return places;
}

const isAwaitingLoop = (node: ts.Node): boolean =>
  ts.isForOfStatement(node) && node.awaitModifier !== undefined;

function isWait(node: ts.Node): boolean {
  if (!ts.isVariableDeclarationList(node)) return ts.isAwaitExpression(node);
  return (node.flags & ts.NodeFlags.AwaitUsing) === ts.NodeFlags.AwaitUsing;
}

/** Whether it is a part of a loop that is run in each turn. What is gone through is evaluated once. */
function isRepeated(node: ts.Node, child: ts.Node): boolean {
  if (ts.isForOfStatement(node) || ts.isForInStatement(node)) return child !== node.expression;
  if (ts.isForStatement(node)) return child !== node.initializer;
  return ts.isWhileStatement(node) || ts.isDoStatement(node);
}
