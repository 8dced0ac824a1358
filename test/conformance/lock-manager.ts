/**
 * The level LockManager of the traces: its operations are those of a set, each at a level, and the monitor's
 * query.
 */
import { ganetiLevels, type Keyring, type LockField, LockManager } from '../../src/index.ts';
import * as read from './fields.ts';
import { type LockSetOperation, modeOf, readSetOperation, readSetState, traceObject } from './lock-set.ts';
import type { ClientOperation, Level, Setup, Subject, SubjectOptions } from './script.ts';
import { askedMode } from './shared-lock.ts';

interface ManagerSetup extends Setup {
  readonly nodes: readonly string[];
  readonly nodegroups: readonly string[];
  readonly instances: readonly string[];
  readonly networks: readonly string[];
}

interface Query extends ClientOperation {
  readonly do: 'query';
  readonly fields: readonly LockField[];
}

type LockManagerOperation =
  | Query
  | {
      readonly client: string;
      readonly do: 'at';
      readonly level: string;
      readonly operation: LockSetOperation;
    };

const FIELDS = ['name', 'mode', 'owner', 'pending'] as const;

export const lockManagerLevel: Level<ManagerSetup, LockManagerOperation> = {
  readSetup(value, where) {
    const fields = read.objectAt(value, where);
    const parts = ['clients', 'nodes', 'nodegroups', 'instances', 'networks'] as const;
    read.checkNames(fields, where, parts);
    const names = (part: (typeof parts)[number]): string[] =>
      read.listAt(fields[part], `${where}.${part}`, read.textAt);
    return {
      clients: names('clients'),
      nodes: names('nodes'),
      nodegroups: names('nodegroups'),
      instances: names('instances'),
      networks: names('networks'),
    };
  },
  readOperation(value, where) {
    const { level, ...rest } = read.objectAt(value, where);
    const client = read.textAt(rest['client'], `${where}.client`);
    if (rest['do'] === 'query') {
      read.checkNames(rest, where, ['client', 'do', 'fields']);
      const fields = read.listAt(rest['fields'], `${where}.fields`, (field, place) =>
        read.oneOfAt(field, place, FIELDS),
      );
      return { client, do: 'query', fields };
    }
    return {
      client,
      do: 'at',
      level: read.textAt(level, `${where}.level`),
      operation: readSetOperation(rest, where),
    };
  },
  readState(value, where) {
    const fields = read.objectAt(value, where);
    return Object.fromEntries(
      Object.entries(fields).map(([level, set]) => [level, readSetState(set, `${where}.${level}`)]),
    );
  },
  open: (setup, options) => new LockManagerSubject(setup, options),
};

class LockManagerSubject implements Subject<LockManagerOperation> {
  readonly #manager;
  readonly #members: ReadonlyMap<string, string>;

  constructor(names: ManagerSetup, { engine, clock }: SubjectOptions) {
    const levels = ganetiLevels(names);
    this.#manager = new LockManager({ levels, engine, clock });
    this.#members = new Map(
      levels.map(({ name, members = [] }) => [name, JSON.stringify(members.toSorted())]),
    );
  }

  perform(asked: LockManagerOperation): unknown {
    if (asked.do === 'query') return this.#manager.monitor.query(asked.fields);
    // A level that there is not is asked for on purpose.
    const keyring = this.#manager.keyring(asked.client) as Keyring;
    const { level, operation } = asked;
    switch (operation.do) {
      case 'acquire': {
        const { names, shared, priority, timeout, opportunistic } = operation;
        const options = { mode: modeOf(shared), priority, timeout, opportunistic };
        return keyring.acquire(level, names, options).then((hold) => hold.names);
      }
      case 'release':
        return keyring.release(level, operation.names);
      case 'downgrade':
        return keyring.downgrade(level, operation.names);
      case 'add':
        return keyring.add(level, operation.names, { acquire: operation.acquire }).then(() => undefined);
      case 'remove':
        return keyring.remove(level, operation.names);
      case 'checkOwned':
        return keyring.checkOwned(level, operation.names, askedMode(operation.shared));
      case 'owningAll':
        return keyring.owningAll(level);
      case 'names':
        return keyring.names(level);
    }
  }

  /** A level about which there is nothing to say is left out. */
  state(): object {
    const levels = this.#manager.snapshot().levels.map(({ level, set }) => {
      const shown = traceObject(set, this.#members.get(level) ?? '');
      return [level, shown] as const;
    });
    return Object.fromEntries(levels.filter(([, shown]) => Object.keys(shown).length > 0));
  }
}
