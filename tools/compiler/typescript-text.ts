/**
 * Pieces of TypeScript, as text.
 */

/** Static params as TypeScript. */
export function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'string')
    return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
  if (typeof value !== 'object' || value === null) return String(value);
  return `{ ${Object.entries(value)
    .map(([key, part]) => `${key}: ${literal(part)}`)
    .join(', ')} }`;
}

/** A function of a running machine; parameters that its body does not use are marked as such. */
export function procedure(name: string, command: string, body: readonly string[], counted: boolean): string {
  const text = indent(withoutLastReturn(body), 2);
  const named = (parameter: string): string =>
    new RegExp(`\\b${parameter}\\b`).test(text) ? parameter : `_${parameter}`;
  const parameters = [`live: Live`, `${named('command')}: ${command}`, `${named('emit')}: Emit`];
  if (counted) parameters.push(`${named('turn')}: number`);
  return `function ${name}(${parameters.join(', ')}): void {\n${text}\n}`;
}

const withoutLastReturn = (lines: readonly string[]): readonly string[] =>
  lines.at(-1) === 'return;' ? lines.slice(0, -1) : lines;

const indent = (lines: readonly string[], by: number): string =>
  lines
    .flatMap((line) => line.split('\n'))
    .map((line) => ' '.repeat(by) + line)
    .join('\n');

export const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

export const on = (event: string): string => `on${event.split('.').map(capital).join('')}`;
