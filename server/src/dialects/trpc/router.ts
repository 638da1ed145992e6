import type { Site } from '../../model/facts';
import type { Machine } from '../../evaluate/machine';
import type { Call, ModelType, ModelValue, NativeValue, Value } from '../../evaluate/value';
import { alternatives, hole, list, lit, model, native, object, UNDEFINED } from '../../evaluate/value';

export type Kind = 'query' | 'mutation' | 'subscription';

/** One part of a procedure's chain, as written. */
export interface Link { readonly value: Value; readonly site: Site | null }

/** A procedure, or a builder of one as long as `kind` is null. */
export interface ProcedureState {
  readonly kind: Kind | null;
  readonly middlewares: readonly Link[];
  readonly inputs: readonly Value[];
  readonly output: Value | null;
  readonly meta: Value | null;
  readonly resolver: Link | null;
  readonly site: Site | null;
}
export type Procedure = ModelValue<ProcedureState>;

/** A router: procedures and routers by name. */
export interface RouterState { readonly records: readonly Value[]; readonly site: Site | null }
export type Router = ModelValue<RouterState>;

const EMPTY: ProcedureState = { kind: null, middlewares: [], inputs: [], output: null, meta: null, resolver: null, site: null };

const linkOf = (call: Call, index: number): Link => ({ value: call.args[index] ?? UNDEFINED, site: call.argSites[index] ?? call.site });

/** The middlewares that something given to `use` stands for: a function, or several that were piped together. */
function linksOf(link: Link): readonly Link[] {
  const { value } = link;
  if (value.t === 'model' && value.type.name === middlewareType.name) return (value.state as readonly Link[]).map(one => ({ value: one.value, site: link.site ?? one.site }));
  return [link];
}

const middlewareType: ModelType<readonly Link[]> = {
  name: 'trpc.Middleware',
  get: (self, key) => {
    if (key === '_middlewares') return list(self.state.map(one => one.value));
    if (key !== 'unstable_pipe' && key !== 'pipe') return undefined;
    return native(`middleware.${key}`, (_m, call) => model(middlewareType, [...self.state, ...linksOf(linkOf(call, 0))], call.site) as Value);
  },
};

/** `t.middleware(fn)`. */
export const middleware: NativeValue = native('t.middleware', (_m, call) => model(middlewareType, [{ value: call.args[0] ?? UNDEFINED, site: call.argSites[0] ?? call.site }], call.site) as Value);

const isKind = (key: string): key is Kind => key === 'query' || key === 'mutation' || key === 'subscription';

const procedureType: ModelType<ProcedureState> = {
  name: 'trpc.Procedure',
  get: (self, key) => {
    const { state } = self;
    const then = (change: (call: Call) => Partial<ProcedureState>): Value => native(`procedure.${key}`, (_m, call) => procedure({ ...state, ...change(call), site: call.site }));
    if (isKind(key)) return then(call => ({ kind: key, resolver: linkOf(call, 0) }));
    switch (key) {
      case 'input': return then(call => ({ inputs: [...state.inputs, call.args[0] ?? UNDEFINED] }));
      case 'output': return then(call => ({ output: call.args[0] ?? UNDEFINED }));
      case 'meta': return then(call => ({ meta: call.args[0] ?? UNDEFINED }));
      case 'use': return then(call => ({ middlewares: [...state.middlewares, ...linksOf(linkOf(call, 0))] }));
      case 'concat': case 'unstable_concat': return then(call => {
        const [other] = call.args;
        if (!isProcedure(other)) return { middlewares: [...state.middlewares, { value: hole('a procedure builder that could not be followed', call.site), site: call.site }] };
        const { middlewares, inputs, output, meta } = other.state;
        return { middlewares: [...state.middlewares, ...middlewares], inputs: [...state.inputs, ...inputs], output: output ?? state.output, meta: meta ?? state.meta };
      });
      default: return undefined;
    }
  },
};

function procedure(state: ProcedureState): Value {
  return model(procedureType, state, state.site) as Value;
}

/** Whether a value is a procedure or a builder of one. */
export function isProcedure(v: Value | undefined): v is Procedure & Value {
  return v?.t === 'model' && v.type.name === procedureType.name;
}

/** Whether a value is a router. */
export function isRouter(v: Value | undefined): v is Router & Value {
  return v?.t === 'model' && v.type.name === routerType.name;
}

const caller = native('createCaller', (_m, call) => hole('a caller on the server', call.site));

const routerType: ModelType<RouterState> = {
  name: 'trpc.Router',
  get: (self, key, m) => {
    if (key === 'createCaller') return caller;
    if (key === '_def') return object([['procedures', whole(self)], ['record', whole(self)], ['router', lit(true)]]);
    if (key === 'getErrorShape') return undefined;
    return member(self, key, m);
  },
  keys: self => self.state.records.flatMap(record => record.t === 'object' ? [...record.props.keys()] : []),
};

const whole = (router: Router): Value => router.state.records.length === 1 ? router.state.records[0] ?? object() : router as Value;

function member(router: Router, key: string, m: Machine): Value | undefined {
  for (const record of [...router.state.records].reverse()) {
    const found = m.get(record, key);
    if (found.t !== 'lit') return found;
  }
  return undefined;
}

function createRouter(m: Machine, records: readonly Value[], site: Site | null): Value {
  const router = model<RouterState>(routerType, { records, site }, site);
  m.program.collected<Router>('trpc.router').push(router);
  return router as Value;
}

/** `t.router({ … })`. */
export const router: NativeValue = native('t.router', (m, call) => createRouter(m, [call.args[0] ?? object()], call.site));
/** `t.mergeRouters(a, b)`: what is in any of them, in one. */
export const mergeRouters: NativeValue = native('t.mergeRouters', (m, call) => createRouter(m, call.args, call.site));

const LAZY = 'trpc.Lazy';
const lazyType: ModelType<Value> = { name: LAZY };
/** `lazy(() => import('./router'))`. */
export const lazy: NativeValue = native('lazy', (_m, call) => model(lazyType, call.args[0] ?? UNDEFINED, call.site) as Value);

/** What `initTRPC.create()` gives. */
function root(): Value {
  return object([
    ['procedure', procedure(EMPTY)], ['middleware', middleware], ['router', router], ['mergeRouters', mergeRouters],
    ['createCallerFactory', native('t.createCallerFactory', () => caller)], ['_config', object()],
  ]);
}

const builderType: ModelType<null> = {
  name: 'trpc.Builder',
  get: (self, key) => {
    if (key === 'context' || key === 'meta') return native(`initTRPC.${key}`, () => self as Value);
    return key === 'create' ? native('initTRPC.create', () => root()) : undefined;
  },
  // `initTRPC()` of the first betas of version 10.
  call: self => self as Value,
};

/** `initTRPC`. */
export const initTRPC = (): Value => model(builderType, null) as Value;

/** A procedure of a router with the names that lead to it. */
export interface Found { readonly name: string; readonly procedure: Procedure }

/** All procedures of a router, with those of the routers in it. `reached` gets every router on the way. */
export function proceduresOf(m: Machine, top: Router, reached: Set<RouterState>): readonly Found[] {
  const out = new Map<string, Procedure>();
  const visit = (v: Value, names: readonly string[], depth: number): void => {
    if (depth > 12 || out.size > 5000) return;
    if (isProcedure(v)) {
      if (v.state.kind !== null) out.set(names.join('.'), v);
    } else if (isRouter(v)) {
      reached.add(v.state);
      for (const record of v.state.records) visit(record, names, depth + 1);
    } else if (v.t === 'model' && v.type.name === LAZY) visit(loaded(m, v.state as Value), names, depth + 1);
    else if (v.t === 'object') {
      for (const [key, one] of v.props) if (!key.startsWith('#')) visit(one, [...names, key], depth + 1);
      for (const spread of v.spreads) visit(spread, names, depth + 1);
      if (v.open) m.program.note(v.site, 'a router has procedures that could not be followed');
    } else if (v.t === 'union') for (const one of alternatives(v)) visit(one, names, depth + 1);
    else if (v.t === 'sym' || v.t === 'hole') m.program.note(top.state.site, `the router ${names.join('.')} could not be followed`.replace('  ', ' '));
  };
  visit(top as Value, [], 0);
  return [...out].map(([name, one]) => ({ name, procedure: one }));
}

/** The router that a lazy one loads: what the import resolves to, or the only router of that module. */
function loaded(m: Machine, load: Value): Value {
  const found = m.call(load, []);
  if (found.t !== 'namespace') return found;
  const names = m.program.exportNames(found.module);
  const values = names.map(name => m.program.exported(found.module, name)).filter(value => isRouter(value));
  const byDefault = m.program.exported(found.module, 'default');
  return isRouter(byDefault) ? byDefault : values.length === 1 ? values[0] ?? UNDEFINED : hole('a lazy router with several candidates', load.t === 'fn' ? load.site : null);
}
