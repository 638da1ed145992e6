import type { Machine } from '../../evaluate/machine';
import type { Call, ModelType, Value } from '../../evaluate/value';
import { alternatives, derived, listOf, model, native, object, union } from '../../evaluate/value';
import type { Entity } from '../../model/api';
import type { Query, QueryDetail } from '../records';
import { changes, counted, fieldValue, option, tell } from '../records';
import { modelOf } from './schema';
import type { ClientOptions } from './selection';
import { selectedRecord } from './selection';

type Result = 'maybe' | 'one' | 'many' | 'count' | 'number' | 'aggregate' | 'groups' | 'raw';

/** The operations of a delegate (https://www.prisma.io/docs/orm/reference/prisma-client-reference): what they give and do. */
const operations: Readonly<Record<string, readonly [Result, QueryDetail['effect']]>> = {
  findUnique: ['maybe', 'read'], findFirst: ['maybe', 'read'], findUniqueOrThrow: ['one', 'read'], findFirstOrThrow: ['one', 'read'], findMany: ['many', 'read'],
  create: ['one', 'create'], createMany: ['count', 'create'], createManyAndReturn: ['many', 'create'],
  update: ['one', 'update'], updateMany: ['count', 'update'], updateManyAndReturn: ['many', 'update'], upsert: ['one', 'update'],
  delete: ['one', 'delete'], deleteMany: ['count', 'delete'],
  count: ['number', 'read'], aggregate: ['aggregate', 'read'], groupBy: ['groups', 'read'], findRaw: ['raw', 'read'], aggregateRaw: ['raw', 'read'],
};

export interface DelegateState { readonly name: string; readonly options: ClientOptions }

/** `prisma.user`: the operations on one model. */
const delegateType: ModelType<DelegateState> = {
  name: 'prisma.delegate',
  get: (self, key, m) => {
    const extended = extensionMethod(m, self.state, key);
    if (extended) return extended;
    const known = Object.hasOwn(operations, key) ? operations[key] : undefined;
    if (!known) return undefined;
    const [result, effect] = known;
    return native(`prisma.${self.state.name}.${key}`, (machine, call) => intercepted(machine, self.state, key, call, args => run(machine, self.state, key, result, effect, args, call)));
  },
};

/** The delegate of a model. */
export function delegate(name: string, options: ClientOptions): Value {
  return model(delegateType, { name, options }) as Value;
}

/** A method that `$extends({ model })` adds. */
function extensionMethod(m: Machine, state: DelegateState, key: string): Value | undefined {
  for (const extension of [...state.options.extensions].reverse()) {
    const models = option(m, extension, 'model');
    for (const name of [state.name, '$allModels']) {
      const found = option(m, option(m, models, name), key);
      if (found) return found;
    }
  }
  return undefined;
}

/** Runs an operation through the `query` extensions of the client, the last one outermost. */
function intercepted(m: Machine, state: DelegateState, operation: string, call: Call, run: (args: Value | undefined) => Value): Value {
  let inner = run;
  for (const extension of state.options.extensions) {
    const queries = option(m, extension, 'query');
    if (queries?.t !== 'object') continue;
    const own = option(m, queries, state.name) ?? option(m, queries, '$allModels');
    const body = own?.t === 'fn' ? own : own ? option(m, own, operation) ?? option(m, own, '$allOperations') : option(m, queries, '$allOperations');
    if (body?.t !== 'fn') continue;
    const below = inner;
    inner = args => m.call(body, [object([
      ['args', args ?? object()], ['operation', { t: 'lit', v: operation }], ['model', { t: 'lit', v: modelOf(m, state.name, call.site?.file ?? '')?.name ?? state.name }],
      ['query', native('query', (_m, again) => below(again.args[0]))],
    ])], { site: call.site });
  }
  return inner(call.args[0]);
}

function run(m: Machine, state: DelegateState, operation: string, result: Result, effect: QueryDetail['effect'], args: Value | undefined, call: Call): Value {
  const entity = modelOf(m, state.name, call.site?.file ?? '');
  const name = entity?.name ?? state.name.charAt(0).toUpperCase() + state.name.slice(1);
  const query: Query = { library: 'prisma', entity: name, operation, site: call.site };
  const given = alternatives(args ?? { t: 'lit', v: undefined });
  const value = union((given.length > 4 ? [args] : given).map(one => answer({ m, query, options: state.options }, entity, result, one)));
  const data = ['data', 'create', 'update'].map(key => option(m, args, key)).filter(one => one !== undefined);
  tell(m, { library: 'prisma', entity: name, operation, effect, where: option(m, args, 'where') ?? null, data: data.length > 1 ? union(data) : data[0] ?? null }, value, call.site);
  return value;
}

function answer(s: { readonly m: Machine; readonly query: Query; readonly options: ClientOptions }, entity: Entity | undefined, result: Result, args: Value | undefined): Value {
  switch (result) {
    case 'one': return selectedRecord(s, entity, args, false);
    case 'maybe': return selectedRecord(s, entity, args, true);
    case 'many': return listOf(selectedRecord(s, entity, args, false), s.query.site);
    case 'count': return changes('count');
    case 'number': return option(s.m, args, 'select') ? aggregate(s.m, object([['_count', option(s.m, args, 'select') ?? object()]])) : counted('count');
    case 'aggregate': return aggregate(s.m, args);
    case 'groups': {
      const group = aggregate(s.m, args);
      const by = option(s.m, args, 'by');
      for (const one of by?.t === 'list' ? by.items : by ? [by] : []) {
        const field = one.t === 'lit' ? entity?.fields.find(each => each.name === one.v) : undefined;
        if (field && entity) group.props.set(field.name, fieldValue('prisma', entity.name, field, s.query));
        else if (one.t !== 'lit') group.open = true;
      }
      return listOf(group, s.query.site);
    }
    case 'raw': return derived('element', []);
  }
}

/** `_count`, `_sum` and the like: numbers about the fields they name. */
function aggregate(m: Machine, args: Value | undefined): Extract<Value, { t: 'object' }> {
  const out = object();
  for (const key of ['_count', '_avg', '_sum', '_min', '_max']) {
    const asked = option(m, args, key);
    if (!asked) continue;
    out.props.set(key, asked.t === 'object' ? object([...asked.props.keys()].map(name => [name, counted(key)] as const)) : counted(key));
  }
  return out;
}
