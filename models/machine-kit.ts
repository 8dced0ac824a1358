/**
 * Wraps rules as guards and actions of an XState machine.
 *
 * In XState the context is the canonical JSON form, so that snapshots can be kept, sent and shown, and a rule
 * never changes one that was handed out. The form in memory is kept beside the newest context, because
 * decoding it for every guard would be slow; an action takes it over, changes it, and leaves it to the
 * context it makes.
 *
 * The wrapper carries its rule: tools/compile-machines.ts finds by it what the compiled machine has to call.
 */
import { type ActionFunction, type EventObject, enqueueActions, type MachineContext } from 'xstate';

/**
 * What a module of rules says of its data: the canonical form, and the effect that a call of `emit` stands
 * for.
 */
export interface Codec<Context, Data, Effect> {
  readonly decode: (data: Data) => Context;
  readonly encode: (context: Context) => Data;
  // biome-ignore lint/suspicious/noExplicitAny: what rules say differs from machine to machine.
  readonly effectOf: (...said: any[]) => Effect;
}

// The machine's table does not know which command a rule will be given; the compiled machine is type-checked.
// biome-ignore lint/suspicious/noExplicitAny: see above.
type Rule<Context, Params, Result> = (context: Context, command: any, emit: any, params: Params) => Result;

// The wildcard of XState's own types, for an action without params.
// biome-ignore lint/suspicious/noExplicitAny: see above.
type NoParams = any;

type Action<
  Data extends MachineContext,
  Command extends EventObject,
  Effect extends EventObject,
  Params,
> = ActionFunction<
  Data,
  Command,
  Command,
  Params extends object ? Params : NoParams,
  never,
  never,
  never,
  never,
  Effect
>;

export function machineKit<
  Context extends object,
  Data extends object,
  Command extends EventObject,
  Effect extends EventObject,
>({ decode, encode, effectOf }: Codec<Context, Data, Effect>) {
  /**
   * By a part that every encoding makes anew: `assign` copies the data into a new object, but keeps its
   * parts.
   */
  const inMemory = new WeakMap<object, { data: Data; context: Context }>();

  /** For reading only. */
  function read(data: Data): Context {
    const kept = inMemory.get(partOf(data));
    if (kept !== undefined && haveSameParts(kept.data, data)) return kept.context;
    return keep(data, decode(data));
  }

  function keep(data: Data, context: Context): Context {
    inMemory.set(partOf(data), { data, context });
    return context;
  }

  function takeOver(data: Data): Context {
    const context = read(data);
    inMemory.delete(partOf(data));
    return context;
  }

  function guard<Params>(rule: Rule<Context, Params, boolean>) {
    const check = ({ context, event }: { context: Data; event: Command }, params: Params): boolean =>
      rule(read(context), event, undefined, params);
    return Object.assign(check, { rule });
  }

  function action<Params>(rule: Rule<Context, Params, void>) {
    const run = enqueueActions(({ context, event, enqueue }, params) => {
      const next = takeOver(context as Data);
      const effects: Effect[] = [];
      rule(next, event, (...said: unknown[]) => effects.push(effectOf(...said)), params as Params);
      const data = encode(next);
      keep(data, next);
      enqueue.assign(data);
      for (const effect of effects) enqueue.emit(effect);
    });
    return Object.assign(run as unknown as Action<Data & MachineContext, Command, Effect, Params>, { rule });
  }

  /** The first context, made from the machine's input. */
  function initially<Input>(rule: (input: Input) => Context) {
    return Object.assign(({ input }: { input: Input }): Data => encode(rule(input)), { rule });
  }

  return { guard, action, initially, read };
}

function partOf(data: object): object {
  return Object.values(data).find((part) => typeof part === 'object' && part !== null) ?? data;
}

function haveSameParts<Data extends object>(one: Data, other: Data): boolean {
  return (Object.keys(one) as (keyof Data)[]).every((key) => one[key] === other[key]);
}
