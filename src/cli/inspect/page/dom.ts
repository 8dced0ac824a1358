/** Elements. Whatever comes from outside becomes text, never markup. */
import type { Shape } from '../chart/shapes.ts';

export function byId<Type extends HTMLElement = HTMLElement>(id: string): Type {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found as Type;
}

type Attributes = Readonly<Record<string, string | number | boolean>>;

export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

export function svgElement({ tag, attributes, children }: Shape): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name !== 'xmlns') made.setAttribute(name, String(value));
  }
  made.append(...children.map((child) => (typeof child === 'string' ? child : svgElement(child))));
  return made;
}

/** Changes nothing where nothing has changed, so that nothing is drawn anew. */
export function setText(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

export function setAttribute(node: Element, name: string, value: string): void {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

/** Offers a text as a file. */
export function download(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = element('a', { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Of a name's end, where names differ most often. */
const TAIL = 6;

/** A name that is shortened in its middle where there is no room for it. */
export function nameElement(name = ''): HTMLElement {
  const made = element('span', { class: 'name' }, element('span'), element('span'));
  setName(made, name);
  return made;
}

export function setName(made: Element, name: string): void {
  if (made.textContent === name) return;
  const at = name.length > TAIL + 4 ? name.length - TAIL : name.length;
  for (const [index, part] of [name.slice(0, at), name.slice(at)].entries()) {
    const piece = made.children[index];
    if (piece !== undefined) setText(piece, part);
  }
  setAttribute(made, 'title', name);
  // It is one word, in two pieces.
  setAttribute(made, 'role', 'img');
  setAttribute(made, 'aria-label', name);
}

/** `1 owner`, `2,415 owners`. */
export function counted(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
}
