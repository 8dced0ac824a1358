/**
 * Random machines inside the compiler's subset, over rules that have nothing to do with locks.
 */
import fc from 'fast-check';
import { setup } from 'xstate';
import { machineKit } from '../../models/machine-kit.ts';

export interface Counter {
  count: number;
}
export interface CounterCommand {
  readonly type: 'up.one' | 'down.one' | 'look';
  readonly limit: number;
}
type Said = (type: string, count: number) => void;

/** What the machines' guards and actions wrap; the compiled text imports it as `./rules.ts`. */
export const counterRules = {
  begin: (): Counter => ({ count: 0 }),
  decode: (data: Counter): Counter => ({ ...data }),
  encode: ({ count }: Counter): Counter => ({ count }),
  effectOf: (type: string, count: number) => ({ type, count }),
  isEven: ({ count }: Counter): boolean => count % 2 === 0,
  isUnder: ({ count }: Counter, { limit }: CounterCommand): boolean => count < limit,
  isOver: ({ count }: Counter, _command: unknown, _emit: unknown, { limit }: { limit: number }): boolean =>
    count > limit,
  add: (context: Counter, _command: unknown, emit: Said, { by }: { by: number }): void => {
    context.count = (context.count + by) % 7;
    emit('added', context.count);
  },
  say: ({ count }: Counter, { limit }: CounterCommand, emit: Said): void => emit('said', count * 10 + limit),
};

/** Rules that the compiler cannot call as XState does, beside those that it can. */
export const oddRules = {
  ...counterRules,
  addOne: (context: Counter, _command: unknown, emit: Said = () => {}): void => {
    context.count += 1;
    emit('added', context.count);
  },
  isAny: (...words: unknown[]): boolean => words.length > 0,
  sayBound: counterRules.say.bind(null),
};

const STATES = ['one', 'two', 'three', 'four'] as const;
const EVENTS = ['up.one', 'down.one', 'look'] as const;
const small = fc.nat({ max: 6 });

const params = <Fields>(fields: { [Name in keyof Fields]: fc.Arbitrary<Fields[Name]> }) =>
  fc.record(fields, { noNullPrototype: true });

const guard = fc.oneof(
  fc.constantFrom('isEven', 'isUnder'),
  fc.record({ type: fc.constant('isOver'), params: params({ limit: small }) }),
);
const action = fc.oneof(
  fc.constant('say'),
  fc.record({ type: fc.constant('add'), params: params({ by: small }) }),
);
const actions = fc.array(action, { maxLength: 2 });

const candidate = (targets: readonly string[]) =>
  fc
    .record({
      guard: fc.option(guard, { nil: undefined }),
      actions,
      target: fc.option(fc.constantFrom(...targets), { nil: undefined }),
    })
    .map(({ guard: asked, target, ...rest }) => ({
      ...rest,
      ...(asked === undefined ? {} : { guard: asked }),
      ...(target === undefined ? {} : { target }),
    }));

const on = (targets: readonly string[]) =>
  fc
    .array(
      fc.tuple(fc.constantFrom(...EVENTS), fc.array(candidate(targets), { minLength: 1, maxLength: 3 })),
      {
        maxLength: 3,
      },
    )
    .map((entries) => Object.fromEntries(entries));

/** An eventless transition that changes nothing is outside the subset. */
const always = (own: string) =>
  fc
    .array(candidate(STATES), { maxLength: 2 })
    .map((list) => list.filter((one) => one.actions.length > 0 || ('target' in one && one.target !== own)));

const stateConfig = (name: string, isInitial: boolean) =>
  fc.record({
    on: on(STATES),
    exit: actions,
    ...(isInitial ? {} : { entry: actions, always: always(name) }),
  });

export const machineConfig = fc.record({
  on: on(STATES.map((name) => `.${name}`)),
  states: fc.record({
    one: stateConfig('one', true),
    two: stateConfig('two', false),
    three: stateConfig('three', false),
    four: stateConfig('four', false),
  }),
  maxIterations: fc.constantFrom(3, 5, 10),
});

export const counterCommands: fc.Arbitrary<CounterCommand[]> = fc.array(
  fc.record({ type: fc.constantFrom(...EVENTS), limit: small }),
  { maxLength: 15 },
);

/** The XState machine of a random config. */
export function counterMachine({ maxIterations, ...config }: { readonly maxIterations: number }) {
  type Effect = ReturnType<typeof counterRules.effectOf>;
  const {
    guard: check,
    action: act,
    initially,
  } = machineKit<Counter, Counter, CounterCommand, Effect>(counterRules);
  const { isEven, isUnder, isOver, isAny, add, addOne, say, sayBound, begin } = oddRules;
  const table = setup({
    guards: { isEven: check(isEven), isUnder: check(isUnder), isOver: check(isOver), isAny: check(isAny) },
    actions: { add: act(add), addOne: act(addOne), say: act(say), sayBound: act(sayBound) },
  } as object);
  const whole = {
    id: 'counter',
    options: { maxIterations },
    context: initially(begin),
    initial: 'one',
    ...config,
  };
  return table.createMachine(whole as Parameters<typeof table.createMachine>[0]);
}
