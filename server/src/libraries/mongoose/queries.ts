import { getProperty } from '../../evaluate/properties';
import type { Machine } from '../../evaluate/machine';
import type { Call, ListValue, ModelType, ModelValue, Value } from '../../evaluate/value';
import { derived, hole, list, listOf, lit, model, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import type { Query, QueryDetail } from '../records';
import { changes, counted, fieldValue, isRecord, option, tell } from '../records';
import type { Op, Origin } from './document';
import { documentOf, documentsOf, withStep } from './document';
import type { ModelState } from './models';
import { compile, modelNamed, schemaOf } from './models';
import { pathsOf, schema } from './schema';

type Effect = QueryDetail['effect'];
/** Queries that give one document or none, where their projection and options stand, and what they do. */
const single: Readonly<Record<string, { readonly projection: number | null; readonly options: number; readonly effect: Effect; readonly data: number | null }>> = {
  findOne: { projection: 1, options: 2, effect: 'read', data: null }, findById: { projection: 1, options: 2, effect: 'read', data: null },
  findOneAndUpdate: { projection: null, options: 2, effect: 'update', data: 1 }, findByIdAndUpdate: { projection: null, options: 2, effect: 'update', data: 1 },
  findOneAndReplace: { projection: null, options: 2, effect: 'update', data: 1 },
  findOneAndDelete: { projection: null, options: 1, effect: 'delete', data: null }, findByIdAndDelete: { projection: null, options: 1, effect: 'delete', data: null },
  findOneAndRemove: { projection: null, options: 1, effect: 'delete', data: null }, findByIdAndRemove: { projection: null, options: 1, effect: 'delete', data: null },
};

/** Steps of a query that do not change what its documents have. */
const neutral: ReadonlySet<string> = new Set([
  'sort', 'limit', 'skip', 'where', 'equals', 'exec', 'cursor', 'batchSize', 'hint', 'session', 'collation', 'maxTimeMS', 'read', 'readConcern', 'comment', 'setOptions', 'and', 'or', 'nor', 'in', 'nin',
  'gt', 'gte', 'lt', 'lte', 'ne', 'exists', 'regex', 'size', 'all', 'elemMatch', 'within', 'near', 'allowDiskUse', 'merge', 'find', 'clone', 'cache', 'toConstructor', 'withOptions', 'tailable', 'countDocuments', 'orFail',
]);

/** Those of them that say which documents. */
const narrowing: ReadonlySet<string> = new Set(['where', 'equals', 'and', 'or', 'nor', 'in', 'elemMatch', 'find', 'all', 'merge']);

/** What a query has beside its documents: steps. Each changes the query itself and gives it, as the library does. */
function stepOf(self: () => Value, element: () => Value, origin: Origin, key: string): Value | undefined {
  const step = (make: (call: Call) => Op | undefined): Value => native(`query.${key}`, (m, call) => {
    const op = make(call);
    if (op) withStep(m, element(), origin, op);
    return self();
  });
  switch (key) {
    case 'select': case 'projection': return step(call => call.args[0] ? { kind: 'select', given: call.args[0] } : undefined);
    case 'populate': return step(call => ({ kind: 'populate', args: call.args }));
    case 'lean': return step(call => call.args[0]?.t === 'lit' && call.args[0].v === false ? undefined : { kind: 'lean', options: call.args[0] });
    default: return neutral.has(key) ? native(`query.${key}`, (m, call) => {
      // What narrows a query after it was made belongs to its filter.
      if (narrowing.has(key) && call.args.length > 0) tell(m, { library: 'mongoose', entity: origin.of.name, operation: 'refine', effect: 'read', where: list(call.args), data: null }, UNDEFINED, origin.query.site);
      return self();
    }) : undefined;
  }
}

interface Many { readonly element: Value; readonly all: ListValue; readonly origin: Origin }

/** A query for many documents; what is no step of a query is a member of their list. */
const manyType: ModelType<Many> = {
  name: 'mongoose.documents',
  get: (self, key, m, site) => stepOf(() => self, () => self.state.element, self.state.origin, key) ?? (['then', 'catch', 'finally'].includes(key) ? undefined : getProperty(m, self.state.all, key, site)),
  element: self => self.state.element,
};

function many(m: Machine, origin: Origin): Value {
  const element = documentOf(m, origin);
  return model(manyType, { element, all: listOf(element, origin.query.site), origin }, origin.query.site) as Value;
}

function one(m: Machine, origin: Origin): Value {
  const value: Value = documentOf(m, origin, (self, key) => isPath(m, origin.of, key) ? undefined : stepOf(() => self as Value, () => self as Value, origin, key));
  return value;
}

const isPath = (m: Machine, state: ModelState, key: string): boolean => { const known = schemaOf(m, state); return known !== undefined && pathsOf(m, known).all.some(path => path.name === key); };

function stepsBy(m: Machine, projection: Value | undefined, options: Value | undefined): Op[] {
  const ops: Op[] = [];
  const chosen = projection && !(projection.t === 'lit' && (projection.v === undefined || projection.v === null)) ? projection : option(m, options, 'projection') ?? option(m, options, 'select') ?? option(m, options, 'fields');
  if (chosen) ops.push({ kind: 'select', given: chosen });
  const related = option(m, options, 'populate');
  if (related) ops.push({ kind: 'populate', args: [related] });
  const lean = option(m, options, 'lean');
  if (lean && m.truth(lean) === true) ops.push({ kind: 'lean', options: undefined });
  return ops;
}

/** A model: `mongoose.model('User', schema)`. */
const modelType: ModelType<ModelState> = {
  name: 'mongoose.model',
  get: (self, key, m) => {
    const { state } = self;
    const own = schemaOf(m, state)?.state.statics.props.get(key);
    if (own) return self.props.get(key) ?? own;
    const set = self.props.get(key);
    if (set) return set;
    const operation = (run: (m: Machine, call: Call, query: Query) => Value, effect: Effect, where: number | null = 0, data: number | null = null): Value => native(`${state.name}.${key}`, (machine, call) => {
      const query: Query = { library: 'mongoose', entity: state.name, operation: key, site: call.site };
      const value = run(machine, call, query);
      const argument = (at: number | null): Value | null => at === null ? null : call.args[at] ?? null;
      tell(machine, { library: 'mongoose', entity: state.name, operation: key, effect, where: argument(where), data: argument(data) }, value, call.site);
      return value;
    });
    const known = Object.hasOwn(single, key) ? single[key] : undefined;
    if (known) return operation((machine, call, query) => one(machine, {
      of: state, query, given: null, missing: true, ops: stepsBy(machine, known.projection === null ? undefined : call.args[known.projection], call.args[known.options]),
    }), known.effect, 0, known.data);
    switch (key) {
      case 'find': return operation((machine, call, query) => {
        const plain = call.args.filter(arg => arg.t !== 'fn');
        const found = many(machine, { of: state, query, given: null, missing: false, ops: stepsBy(machine, plain[1], plain[2]) });
        // Up to version 6 a callback got the documents.
        const done = call.args.find(arg => arg.t === 'fn');
        if (done) machine.maybe(() => machine.call(done, [lit(null), found], { site: call.site }));
        return found;
      }, 'read');
      case 'where': return operation((machine, _call, query) => many(machine, { of: state, query, given: null, missing: false, ops: [] }), 'read');
      case 'create': return operation((machine, call, query) => {
        const [first = UNDEFINED, second] = call.args;
        const origin: Origin = { of: state, query, given: first, missing: false, ops: [] };
        return first.t === 'list' ? documentsOf(machine, origin, first) : second && second.t === 'object' && second.props.has('session') === false ? documentsOf(machine, origin, list(call.args)) : documentOf(machine, origin);
      }, 'create', null, 0);
      case 'insertMany': return operation((machine, call, query) => documentsOf(machine, { of: state, query, given: null, missing: false, ops: [] }, call.args[0] ?? UNDEFINED), 'create', null, 0);
      case 'insertOne': return operation((machine, call, query) => documentOf(machine, { of: state, query, given: call.args[0] ?? object(), missing: false, ops: [] }), 'create', null, 0);
      case 'hydrate': return native('Model.hydrate', (machine, call) => documentOf(machine, { of: state, query: { library: 'mongoose', entity: state.name, operation: key, site: call.site }, given: call.args[0] ?? object(), missing: false, ops: [] }));
      case 'populate': return native('Model.populate', (machine, call) => {
        const [docs = UNDEFINED, ...args] = call.args;
        for (const doc of docs.t === 'list' ? [...docs.items, ...docs.rest ? [docs.rest] : []] : [docs.t === 'model' ? docs.type.element?.(docs) ?? docs : docs]) if (isRecord(doc)) machine.call(machine.get(doc, 'populate'), args, { self: doc });
        return docs;
      });
      case 'paginate': return operation((machine, call, query) => object([
        ['docs', listOf(documentOf(machine, { of: state, query, given: null, missing: false, ops: stepsBy(machine, undefined, call.args[1]) }), call.site)],
        ...['totalDocs', 'limit', 'totalPages', 'page', 'pagingCounter', 'hasPrevPage', 'hasNextPage', 'prevPage', 'nextPage'].map(name => [name, counted(name)] as const),
      ]), 'read');
      case 'updateOne': case 'updateMany': case 'replaceOne': return operation(() => changes('acknowledged', 'matchedCount', 'modifiedCount', 'upsertedCount', 'upsertedId'), 'update', 0, 1);
      case 'deleteOne': case 'deleteMany': return operation(() => changes('acknowledged', 'deletedCount'), 'delete');
      case 'countDocuments': case 'estimatedDocumentCount': case 'count': return operation(() => counted('count'), 'read');
      case 'exists': return operation((_machine, _call, query) => documentOf(m, { of: state, query, given: null, missing: true, ops: [{ kind: 'select', given: { t: 'lit', v: '_id' } }, { kind: 'lean', options: undefined }] }), 'read');
      case 'distinct': return operation((machine, call, query) => {
        const name = stringOf(call.args[0]);
        const known = schemaOf(machine, state);
        const path = known && pathsOf(machine, known).all.find(each => each.name === name);
        return path ? listOf(fieldValue('mongoose', state.name, path, query), call.site) : hole('distinct values', call.site);
      }, 'read', 1);
      case 'aggregate': return operation((_machine, call) => hole('an aggregation', call.site), 'read');
      case 'modelName': case 'name': return { t: 'lit', v: state.name };
      case 'schema': return state.schema ?? undefined;
      case 'discriminator': return native('Model.discriminator', (machine, call) => {
        const extended = schema(undefined, undefined, call.site);
        for (const part of [state.schema, call.args[1]]) if (part) extended.state.definitions.push(part as Value);
        return mongooseModel(compile(machine, stringOf(call.args[0]) ?? '', extended as Value));
      });
      default: return undefined;
    }
  },
  call: (self, m, call) => {
    if (!call.isNew) return undefined;
    return documentOf(m, { of: self.state, query: { library: 'mongoose', entity: self.state.name, operation: 'new', site: call.site }, given: call.args[0] ?? object(), missing: false, ops: [] });
  },
};

/** A model value. */
export function mongooseModel(state: ModelState): Value {
  return model(modelType, state, state.schema?.state.site ?? null) as Value;
}

/** The value of a model by its name. */
export function modelValue(m: Machine, name: string): Value {
  return mongooseModel(modelNamed(m, name));
}

/** The members of connections: models by name. */
export function connectionMember(self: ModelValue, key: string): Value | undefined {
  switch (key) {
    case 'model': return native('connection.model', (m, call) => {
      const name = stringOf(call.args[0]);
      return name === undefined ? hole('a model whose name is computed', call.site) : mongooseModel(compile(m, name, call.args[1]));
    });
    case 'connect': case 'openUri': case 'asPromise': case 'useDb': case 'set': case 'plugin': return native(`connection.${key}`, () => self as Value);
    case 'disconnect': case 'close': return native(`connection.${key}`, () => UNDEFINED);
    case 'isValidObjectId': return native('isValidObjectId', (_m, call) => derived('test', call.args));
    default: return undefined;
  }
}
