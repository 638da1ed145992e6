import type { Machine } from '../../evaluate/machine';
import { waysOf } from '../../evaluate/path';
import type { ModelType, Value } from '../../evaluate/value';
import { alternatives, derived, hole, lit, model, native, object, stringOf, TRUE, UNDEFINED } from '../../evaluate/value';
import type { Step } from '../dialect';
import { contextOf, handingOn, onTop } from '../served';
import type { Found, Link, ProcedureState } from './router';
import { inputOf, through } from './schema';

const NEXT = 'trpc.next';

/** Queries and subscriptions take their input from the address, mutations from the body. */
const sourceOf = (state: ProcedureState): 'body' | 'query' => state.kind === 'mutation' ? 'body' : 'query';

/** What a middleware or a resolver is called with. */
interface Options { readonly found: Found; readonly ctx: Value; readonly next: Value | null }

const KEYS = ['ctx', 'input', 'path', 'type', 'meta', 'rawInput', 'getRawInput', 'signal', 'next'];

const optionsType: ModelType<Options> = {
  name: 'trpc.Options',
  keys: self => self.state.next === null ? KEYS.slice(0, -1) : KEYS,
  get: (self, key, m) => {
    const { found: { name, procedure: { state } }, ctx, next } = self.state;
    switch (key) {
      case 'ctx': return ctx;
      // Nobody asks for an input that is not declared.
      case 'input': return state.inputs.length === 0 ? UNDEFINED : inputOf(m, state.inputs, sourceOf(state));
      case 'path': return lit(name);
      case 'type': return lit(state.kind ?? 'query');
      case 'meta': return state.meta ?? UNDEFINED;
      case 'rawInput': return m.input(sourceOf(state));
      case 'getRawInput': return native('getRawInput', () => m.input(sourceOf(state)));
      case 'signal': return derived('signal', []);
      case 'next': return next ?? UNDEFINED;
      default: return UNDEFINED;
    }
  },
};

/** `next({ ctx })`: goes on with that context; what comes back is the answer of the procedure. */
function nextWith(context: Value): Value {
  return native('next', (m, call) => {
    const [options] = call.args;
    const added = options && options.t !== 'lit' ? m.get(options, 'ctx') : UNDEFINED;
    m.emit({ kind: 'next', value: onTop(context, added), status: null, site: call.site, via: NEXT });
    return object([['ok', derived('ok', [])], ['data', hole('what the procedure answers', call.site)], ['error', hole('what the procedure threw', call.site)], ['marker', TRUE]]);
  });
}

const known = (v: Value): boolean => alternatives(v).some(one => one.t === 'fn' || one.t === 'native');

/** A middleware of the chain as a guard. */
export function middlewareStep(found: Found, link: Link): Step {
  const { value, site } = link;
  return {
    kind: 'guard', scope: 'route', value, site, style: 'wrapper',
    run(m, exchange) {
      if (!known(value)) return;
      handingOn(m, exchange, NEXT, () => {
        const ctx = contextOf(exchange);
        m.call(value, [model<Options>(optionsType, { found, ctx, next: nextWith(ctx) }) as Value], { site });
      });
    },
  };
}

/** The resolver; what it returns is the answer, without what the output validator drops. */
export function resolverStep(found: Found): Step {
  const { state } = found.procedure;
  const { value, site } = state.resolver ?? { value: UNDEFINED, site: state.site };
  return {
    kind: 'handler', scope: 'handler', value, site, style: 'wrapper',
    run(m, exchange) {
      // What is declared is read, whether the resolver looks at it or not.
      if (state.inputs.length > 0) inputOf(m, state.inputs, sourceOf(state));
      const result = m.call(value, [model<Options>(optionsType, { found, ctx: contextOf(exchange), next: null }) as Value], { site });
      answer(m, result, found);
    },
  };
}

/** What a subscription sends: each thing that it yields. */
const sent = (state: ProcedureState, v: Value): readonly Value[] => state.kind === 'subscription' && v.t === 'list' ? [...v.items, ...v.rest ? [v.rest] : []] : [v];

function answer(m: Machine, result: Value, { procedure: { state } }: Found): void {
  if (!m.alive) return;
  const end = m.path;
  for (const way of waysOf(result, end)) for (const value of sent(state, way.value)) {
    m.path = way.path;
    if (state.kind === 'subscription' && value.t === 'lit' && value.v === undefined) continue;
    m.emit({ kind: 'respond', value: state.output ? through(m, value, state.output) : value, status: lit(200), site: state.resolver?.site ?? state.site, via: 'return' });
  }
  m.path = end;
}

/** `observable((emit) => …)`: what is emitted is sent. */
export const observable = native('observable', (m, call) => {
  const [subscribe] = call.args;
  const send = native('emit.next', (_m, inner) => {
    m.emit({ kind: 'respond', value: inner.args[0] ?? UNDEFINED, status: lit(200), site: inner.site, via: 'emit.next' });
    return UNDEFINED;
  });
  const silent = native('emit', () => UNDEFINED);
  if (subscribe) m.maybe(() => m.call(subscribe, [object([['next', send], ['error', silent], ['complete', silent]])], { site: call.site }));
  return UNDEFINED;
});

/** `tracked(id, data)`: the data with the id that a client resumes from. */
export const tracked = native('tracked', (_m, call) => call.args[1] ?? UNDEFINED);

/** The code of an error that a procedure throws. */
export function trpcError(m: Machine, given: Value | undefined): Value {
  const code = given && given.t !== 'lit' ? m.get(given, 'code') : UNDEFINED;
  const message = given && given.t !== 'lit' ? m.get(given, 'message') : UNDEFINED;
  return object([['name', lit('TRPCError')], ['code', stringOf(code) === undefined ? code : lit(stringOf(code))], ['message', message], ['cause', UNDEFINED], ['isError', TRUE]]);
}
