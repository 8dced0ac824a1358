/** Definitions of machines by number, each text once. */
export class Definitions {
  readonly #numbers = new Map<string, number>();
  readonly #texts: string[] = [];

  /** Of a text that need not be one: what a process leaves out is empty. */
  numberOf(text: unknown): number {
    const definition = typeof text === 'string' ? text : '{}';
    const known = this.#numbers.get(definition);
    if (known !== undefined) return known;
    this.#texts.push(definition);
    this.#numbers.set(definition, this.#texts.length - 1);
    return this.#texts.length - 1;
  }

  textOf(number: number): string {
    return this.#texts[number] ?? '{}';
  }
}
