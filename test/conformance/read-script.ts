/**
 * Reads one scenario. Whatever the replayer relies on is checked here, so that a wrong trace is never taken
 * for a wrong lock, nor for a right one.
 */
import * as read from './fields.ts';
import {
  type Advance,
  type ClientOperation,
  type Level,
  type Outcome,
  RESULTS,
  type Script,
  type Setup,
  type Shown,
  type Step,
  type StepFormat,
} from './script.ts';

const REQUIRED = ['id', 'level', 'setup', 'tags', 'steps'];
const OPTIONAL = ['name', 'desc', 'seed', 'tagAt', 'eager'];

export function readScript<LevelSetup extends Setup, Operation extends ClientOperation>(
  fields: read.Fields,
  level: Level<LevelSetup, Operation>,
): Script<LevelSetup, Operation> {
  read.checkNames(fields, 'the scenario', REQUIRED, OPTIONAL);
  const setup = level.readSetup(fields['setup'], 'setup');
  const steps = readSteps(fields['steps'], setup.clients, level);
  const tagAt = readTagAt(fields, steps.length);
  return {
    id: read.textAt(fields['id'], 'id'),
    name: read.optionalAt(fields, 'name', 'the scenario', read.textAt),
    setup,
    steps,
    tagAt,
    eager: readEager(fields, steps.slice(tagAt), setup.clients, level),
  };
}

/** A step that does not say the state has the state of the step before. */
function readSteps<Operation extends ClientOperation>(
  value: unknown,
  clients: readonly string[],
  format: StepFormat<Operation>,
): Step<Operation>[] {
  let state: unknown;
  const steps = read.listAt(value, 'steps', (item, where): Step<Operation> => {
    const fields = read.objectAt(item, where);
    const isFirst = state === undefined;
    read.checkNames(
      fields,
      where,
      isFirst ? ['op', 'out', 'state'] : ['op', 'out'],
      isFirst ? [] : ['state'],
    );
    const op = readOperation(fields['op'], `${where}.op`, clients, format);
    state = read.optionalAt(fields, 'state', where, format.readState) ?? state;
    return { op, shown: { out: readOut(fields['out'], `${where}.out`, op, clients), state } };
  });
  if (steps.length === 0) throw new read.Malformed('steps is empty');
  return steps;
}

function readOperation<Operation extends ClientOperation>(
  value: unknown,
  where: string,
  clients: readonly string[],
  format: StepFormat<Operation>,
): Operation | Advance {
  const fields = read.objectAt(value, where);
  if (fields['do'] === 'advance') {
    read.checkNames(fields, where, ['do', 'ms']);
    return { do: 'advance', ms: read.timeAt(fields['ms'], `${where}.ms`) };
  }
  const operation = format.readOperation(fields, where);
  read.oneOfAt(operation.client, `${where}.client`, clients);
  return operation;
}

function readOut(value: unknown, where: string, op: { do: string }, clients: readonly string[]): Outcome[] {
  const isTimed = op.do === 'advance';
  return read.listAt(value, where, (item, place): Outcome => {
    const fields = read.objectAt(item, place);
    const r = read.oneOfAt(fields['r'], `${place}.r`, RESULTS);
    const hasReason = r === 'error' || r === 'assert';
    const required = ['c', 'r', ...(hasReason ? ['why'] : []), ...(isTimed ? ['at'] : [])];
    read.checkNames(fields, place, required, r === 'ok' ? ['v'] : []);
    return {
      c: read.oneOfAt(fields['c'], `${place}.c`, clients),
      r,
      ...(Object.hasOwn(fields, 'v') ? { v: fields['v'] } : {}),
      ...(hasReason ? { why: read.textAt(fields['why'], `${place}.why`) } : {}),
      ...(isTimed ? { at: read.timeAt(fields['at'], `${place}.at`) } : {}),
    };
  });
}

function readTagAt(fields: read.Fields, stepCount: number): number | undefined {
  const tags = read.listAt(fields['tags'], 'tags', read.textAt);
  const tagAt = read.optionalAt(fields, 'tagAt', 'the scenario', read.integerAt);
  if (tags.length > 0 !== (tagAt !== undefined)) {
    throw new read.Malformed(
      "'tags' and 'tagAt' go together: the one says what deviates, the other from where on",
    );
  }
  if (tagAt !== undefined && (tagAt < 0 || tagAt >= stepCount)) {
    throw new read.Malformed(`tagAt must be the index of a step, not ${tagAt}`);
  }
  return tagAt;
}

/** `tagged` are the steps whose place the continuation takes. */
function readEager<Operation extends ClientOperation>(
  fields: read.Fields,
  tagged: readonly Step<Operation>[],
  clients: readonly string[],
  format: StepFormat<Operation>,
): Shown[] {
  if (!Object.hasOwn(fields, 'eager')) return [];
  if (!Object.hasOwn(fields, 'tagAt')) throw new read.Malformed("'eager' has no 'tagAt' to begin at");
  // Only a grant that came late, or not at all, says what a lock shows that grants at once.
  const other = read
    .listAt(fields['tags'], 'tags', read.textAt)
    .find((tag) => !/^(lost-wakeup(:.+)?|late-grant)$/.test(tag));
  if (other !== undefined) throw new read.Malformed(`'eager' does not go with the tag '${other}'`);
  const steps = tagged.values();
  return read.listAt(fields['eager'], 'eager', (item, where): Shown => {
    const step = steps.next().value;
    if (step === undefined) throw new read.Malformed(`${where} is for a step after the last`);
    const shown = read.objectAt(item, where);
    read.checkNames(shown, where, ['out', 'state']);
    return {
      out: readOut(shown['out'], `${where}.out`, step.op, clients),
      state: format.readState(shown['state'], `${where}.state`),
    };
  });
}
