/**
 * XState's actors as executors of machines. The only file that knows how XState keeps actors.
 *
 * All machines that work together are actors of one actor system, and what one is told by another is relayed
 * within it. So whoever inspects XState sees who told what to whom, and can draw it as a sequence.
 */
import {
  type Actor,
  type AnyActorRef,
  type AnyStateMachine,
  createActor,
  createMachine,
  type InspectionEvent,
  type Observer,
} from 'xstate';
import type { Executor } from '../core/lock-set/machines.ts';

/** As `inspect` of XState's `createActor`. */
export type Inspect = Observer<InspectionEvent> | ((event: InspectionEvent) => void);

interface LiveActor<Effect> {
  readonly actor: Actor<AnyStateMachine>;
  effects: Effect[];
}

/** What XState does for events that one actor sends to another, and for children that have ended. */
interface Relay {
  _relay(source: AnyActorRef | undefined, target: AnyActorRef, event: object): void;
}
interface Stoppable {
  _stop(): void;
}

/** Does nothing: the others are its children, so that they are of one system. */
const together = createMachine({ id: 'together' });

export class ActorSystem {
  readonly #root: Actor<typeof together>;

  constructor(name: string, inspect: Inspect | undefined) {
    this.#root = createActor(together, { id: name, ...(inspect === undefined ? {} : { inspect }) });
    this.#root.start();
  }

  /** `read`: from the machine's own context to the state in memory. */
  executor<Input, Command extends { readonly type: string }, Effect, Context, Data, State>(
    machine: AnyStateMachine,
    read: (data: Data) => Context,
  ): Executor<Input, Command, Effect, Context, State> {
    const of = (live: object): LiveActor<Effect> => live as LiveActor<Effect>;
    const parent = this.#root;
    const { system } = parent as unknown as { system: Relay };
    return {
      start: (input, id) => started(createActor(machine, { id: id(), parent, input })),
      restore: (state, id) => {
        const snapshot = machine.resolveState(state as never);
        return started(createActor(machine, { id, parent, snapshot, input: {} }));
      },
      send(live, command, tell, from) {
        system._relay(from && of(from).actor, of(live).actor, command);
        const { effects } = of(live);
        of(live).effects = [];
        for (const effect of effects) tell(effect);
      },
      stop: (live) => (of(live).actor as unknown as Stoppable)._stop(),
      context: (live) => read(of(live).actor.getSnapshot().context as Data),
      read(live) {
        const { value, context } = of(live).actor.getSnapshot();
        return { value, context } as State;
      },
    };
  }
}

function started<Effect>(actor: Actor<AnyStateMachine>): LiveActor<Effect> {
  const live: LiveActor<Effect> = { actor, effects: [] };
  actor.on('*', (effect) => live.effects.push(effect as Effect));
  actor.start();
  return live;
}
