/**
 * Planted bugs in what joins the machines of a lock set.
 */
import type { Mutant } from './load-mutant.ts';

const system = 'src/core/lock-set/system.ts';
const router = 'src/core/router.ts';

/** The oldest of all messages is delivered first. */
const inOrder =
  '    if (this.#last === null) this.#first = message;\n    else this.#last.next = message;\n    this.#last = message;';

export const lastFirst: Mutant = {
  name: 'carries out the last order first',
  file: router,
  find: inOrder,
  replace: '    message.next = this.#first;\n    this.#first = message;\n    this.#last ??= message;',
};

export const routingMutants: readonly Mutant[] = [
  {
    name: 'starts the lock of a name that comes again with old tokens',
    file: system,
    find: 'this.#begin(lock, name, effect.token)',
    replace: 'this.#begin(lock, name, 0)',
  },
  {
    name: 'keeps the lock of a removed member',
    file: system,
    find: '    this.#locks.delete(lock);\n',
    replace: '',
  },
  {
    name: 'does not answer what is asked of a lock that is gone',
    file: system,
    find: '    if (live === undefined) this.#refuseDeleted(command);\n    else {',
    replace: '    if (live !== undefined) {',
  },
  {
    name: 'forgets whoever only waits',
    file: system,
    find: 'if (context.operation !== null || ownsAny(context)) return;',
    replace: 'if (ownsAny(context)) return;',
  },
  {
    name: 'forgets whoever has only the set lock',
    file: system,
    find: 'if (context.operation !== null || ownsAny(context)) return;',
    replace: 'if (context.operation !== null || context.members.size > 0) return;',
  },
  {
    name: 'remembers whoever has nothing any more',
    file: system,
    find: '    this.#owners.delete(key);\n',
    replace: '',
  },
  {
    name: 'takes all anonymous owners for one',
    file: system,
    find: '    const key = answer.owner ?? (answer.request as RequestId);\n',
    replace:
      "    const key = answer.owner ?? ([...this.#owners.keys()].find((one) => typeof one !== 'string') as RequestId);\n",
  },
  lastFirst,
  {
    name: 'carries out an order before the next one is given',
    file: router,
    find: inOrder,
    replace:
      '    if (this.#isRunning) message.deliver();\n    else {\n      this.#first = message;\n      this.#last = message;\n    }',
  },
];
