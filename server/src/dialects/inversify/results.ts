import type { Machine } from '../../evaluate/machine';
import type { Program } from '../../evaluate/program';
import type { ModelType, ModelValue, Value } from '../../evaluate/value';
import { derived, input, lit, model, native, object, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { onEachWay } from '../on-each-way';
import type { Exchange } from '../dialect';

/** What an action of `BaseHttpController` gives: a status with what is sent. */
interface Result { readonly status: Value; readonly content: Value }

const resultType: ModelType<Result> = { name: 'inversify.Result', get: (self, key) => key === 'executeAsync' ? native('executeAsync', () => self as Value) : undefined, mentions: self => [self.state.content] };
const result = (status: Value, content: Value): Value => model(resultType, { status, content }) as Value;

/** The exchange of the endpoint that is running: controllers and middleware get it injected as `httpContext`. */
interface Current { exchange: Exchange | null; user: (() => Value) | null }

/** Where the running exchange is kept. */
export function currentOf(program: Program): Current {
  const all = program.collected<Current>('inversify.current');
  const [known] = all;
  if (known) return known;
  const made: Current = { exchange: null, user: null };
  all.push(made);
  return made;
}

const contextType: ModelType<null> = {
  name: 'inversify.HttpContext',
  get: (_self, key, m) => {
    const { exchange, user } = currentOf(m.program);
    switch (key) {
      case 'request': return exchange?.values.req ?? input('request');
      case 'response': return exchange?.values.res ?? derived('response', []);
      case 'user': return user?.() ?? input('principal');
      default: return undefined;
    }
  },
};

const made: Readonly<Record<string, (args: readonly Value[]) => Value>> = {
  ok: ([content]) => result(lit(200), content ?? UNDEFINED),
  json: ([content, status]) => result(status ?? lit(200), content ?? UNDEFINED),
  created: ([, content]) => result(lit(201), content ?? UNDEFINED),
  stream: ([, , status]) => result(status ?? lit(200), derived('file', [])),
  badRequest: ([message]) => result(lit(400), message ?? UNDEFINED),
  conflict: () => result(lit(409), UNDEFINED),
  notFound: () => result(lit(404), UNDEFINED),
  internalServerError: () => result(lit(500), UNDEFINED),
  redirect: ([uri]) => result(lit(302), uri ?? UNDEFINED),
  statusCode: ([status]) => result(status ?? lit(200), UNDEFINED),
  responseMessage: ([message]) => message ?? UNDEFINED,
};

const controllerType: ModelType<null> = {
  name: 'inversify.BaseHttpController',
  get: (_self, key) => key === 'httpContext' ? model(contextType, null) as Value : made[key] ? native(key, (_m, call) => made[key]?.(call.args) ?? UNDEFINED) : undefined,
};

/** `BaseHttpController` and `BaseMiddleware`: both have the context of the request. */
export const httpController: Value = native('BaseHttpController', () => model(controllerType, null) as Value);
export const httpMiddleware: Value = native('BaseMiddleware', () => model({ ...controllerType, name: 'inversify.BaseMiddleware' }, null) as Value);

/** `new HttpResponseMessage(status)`, whose `content` is set later. */
export const messageClass: Value = native('HttpResponseMessage', (_m, call) => object([['statusCode', call.args[0] ?? lit(200)], ['#message', lit(true)], ['headers', object()]]));

const isResult = (v: Value): v is ModelValue<Result> & Value => v.t === 'model' && v.type.name === resultType.name;

/** Answers with what an action gave; who gives nothing has answered by itself. */
export function answer(m: Machine, given: Value, res: Value | undefined, site: Site): void {
  const set = res?.t === 'model' ? res.props.get('#status') : undefined;
  onEachWay(m, given, value => {
    if (isResult(value)) m.emit({ kind: 'respond', value: value.state.content, status: value.state.status, site, via: 'return' });
    else if (value.t === 'object' && value.props.has('#message')) m.emit({ kind: 'respond', value: value.props.get('content') ?? UNDEFINED, status: value.props.get('statusCode') ?? null, site, via: 'return' });
    else if (value !== res && !(value.t === 'lit' && value.v === undefined) && value.t !== 'fn' && !(res?.t === 'model' && res.props.has('#sent'))) m.emit({ kind: 'respond', value, status: set ?? lit(200), site, via: 'return' });
  });
}
