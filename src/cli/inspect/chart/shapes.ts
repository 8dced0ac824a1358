/**
 * A picture as a tree of SVG elements that is no browser's: the tool writes it as text, and so does whoever
 * exports it from the page, which draws the same tree.
 */
export interface Shape {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children: readonly (Shape | string)[];
}

export function shape(
  tag: string,
  attributes: Shape['attributes'],
  ...children: readonly (Shape | string)[]
): Shape {
  return { tag, attributes, children };
}

/** XML has no way to write these. */
const UNWRITABLE = /[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu;

/** As SVG text. */
export function shapeText({ tag, attributes, children }: Shape, indent = ''): string {
  const said = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(String(value))}"`);
  const open = `${indent}<${tag}${said.join('')}`;
  if (children.length === 0) return `${open}/>\n`;
  if (children.every((child) => typeof child === 'string')) {
    return `${open}>${children.map(escaped).join('')}</${tag}>\n`;
  }
  const inner = children.map((child) =>
    typeof child === 'string' ? `${indent}  ${escaped(child)}\n` : shapeText(child, `${indent}  `),
  );
  return `${open}>\n${inner.join('')}${indent}</${tag}>\n`;
}

function escaped(text: string): string {
  return text
    .replaceAll(UNWRITABLE, '�')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
