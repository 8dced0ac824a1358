/** Reads definitions, each once. Whatever is no machine's configuration is a machine without states. */
import type { MachineConfig } from '../chart/config.ts';
import { chartGraph } from '../chart/graph.ts';
import type { Definition } from './machine.ts';

export class DefinitionReader {
  readonly #known = new Map<string, Definition>();

  read(text: string): Definition {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const config = configIn(text);
    const definition = { kind: typeof config.id === 'string' ? config.id : 'machine', config };
    this.#known.set(text, definition);
    return definition;
  }
}

function configIn(text: string): MachineConfig {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return {};
    // It throws where this is nothing that could be drawn.
    chartGraph(value);
    return value;
  } catch {
    // Others may leave it out, as Stately's inspector does for what is no machine, or mean something else.
    return {};
  }
}
