import type { Machine } from '../../evaluate/machine';
import { waysOf } from '../../evaluate/path';
import type { ModelType, ModelValue, NativeValue, Value } from '../../evaluate/value';
import { alternatives, input, lit, model, native, object, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { onEachWay } from '../on-each-way';
import { fetchRequest, isResponse, response, settle } from '../fetch';
import { requestPath } from '../paths';
import { eachWay } from '../served';
import { answeringThrown } from '../thrown';

export interface Request { readonly method: string; readonly path: string }

const NAMES: Readonly<Record<string, number>> = {
  OK: 200, Created: 201, Accepted: 202, 'No Content': 204, 'Moved Permanently': 301, Found: 302, 'See Other': 303, 'Temporary Redirect': 307, 'Bad Request': 400, Unauthorized: 401, 'Payment Required': 402, Forbidden: 403,
  'Not Found': 404, 'Method Not Allowed': 405, Conflict: 409, Gone: 410, 'Unprocessable Content': 422, 'Too Many Requests': 429, 'Internal Server Error': 500, 'Not Implemented': 501, 'Service Unavailable': 503,
};
/** A status, by its number or its name. */
const codeOf = (v: Value): Value => eachWay(v, one => one.t === 'lit' && typeof one.v === 'string' ? lit(NAMES[one.v] ?? 500) : one);

/** `status(401, body)`, which older versions call `error`: an answer, given back or thrown. */
export const status: NativeValue = native('status', (m, call) => {
  const [code = lit(500), body] = call.args;
  return response(m, { body: body ?? (code.t === 'lit' && code.v === 204 ? UNDEFINED : lit('status')), status: codeOf(code), goesOn: false, via: 'status' }, call.site);
});

export const redirect: NativeValue = native('redirect', (m, call) => response(m, { body: UNDEFINED, status: call.args[1] ?? lit(302), goesOn: false, via: 'redirect' }, call.site));

const contextType: ModelType<Request> = {
  name: 'elysia.Context',
  mentions: () => [input('request')],
  get: (self, key, m) => {
    const set = self.props.get(key);
    if (set) return set;
    const { method, path } = self.state;
    switch (key) {
      case 'body': return m.input('body');
      case 'query': return input('query');
      case 'params': return input('path');
      case 'headers': return input('header');
      case 'cookie': return input('cookie');
      case 'request': return fetchRequest({ method: method === 'ANY' ? null : method, path });
      case 'path': return requestPath(path);
      case 'route': return lit(path);
      case 'status': case 'error': return status;
      case 'redirect': return redirect;
      case 'bearer': return m.input('header', 'authorization');
      case 'user': case 'auth': return input('principal');
      case 'session': return input('session');
      case 'server': case 'ip': return input('request', key);
      default: return undefined;
    }
  },
  set: (self, key, value, m) => { m.heap.set(self.props, key, value); return true; },
};

/** A fresh context, with what the application adds to it. */
export function elysiaContext(request: Request, added: readonly { readonly name: string; readonly value: Value }[]): Value {
  const context = model(contextType, request) as ModelValue<Request>;
  context.props.set('set', object([['headers', object()], ['status', lit(200)]]));
  context.props.set('store', object());
  for (const { name, value } of added) context.props.set(name, value);
  return context as Value;
}

const goOn = (m: Machine, site: Site | null): void => { m.emit({ kind: 'next', value: UNDEFINED, status: null, site, via: 'next' }); };

/** Runs a function on the context; what it throws as an answer is one. */
function run(m: Machine, value: Value, context: Value, site: Site | null): Value {
  return answeringThrown(m, () => m.call(value, [context], { site }), thrown => {
    if (isResponse(thrown) !== true) return false;
    settle(m, thrown, site, 'nothing', 'throw');
    return true;
  });
}

/** What was set as the status answers go out with. */
const statusSet = (m: Machine, context: Value): Value => codeOf(m.get(m.get(context, 'set'), 'status'));

function answer(m: Machine, value: Value, context: Value, site: Site | null): void {
  if (isResponse(value) === true) settle(m, value, site, 'nothing', 'response');
  else m.emit({ kind: 'respond', value, status: statusSet(m, context), site, via: 'return' });
}

/** A handler: what it gives back is the answer. */
export function handle(m: Machine, value: Value, context: Value, site: Site | null): void {
  const result = run(m, value, context, site);
  onEachWay(m, result, one => { answer(m, one, context, site); });
}

/** What runs before: anything that it gives back answers; what adds to the context answers with statuses only. */
export function before(m: Machine, value: Value, context: Value, adds: boolean, site: Site | null): void {
  const set = m.get(context, 'set');
  const was = m.get(set, 'status');
  const result = run(m, value, context, site);
  if (!m.alive) return;
  const end = m.path;
  const answers = (one: Value): boolean => isResponse(one) === true || (!adds && !(one.t === 'lit' && one.v === undefined) && isResponse(one) === false);
  const ways = waysOf(result, end);
  for (const way of ways.filter(one => answers(one.value))) { m.path = way.path; answer(m, way.value, context, site); }
  // A status that was set for an answer stays with it: what goes on has the one from before.
  if (alternatives(m.get(set, 'status')).includes(was)) m.set(set, 'status', was);
  for (const way of ways.filter(one => !answers(one.value))) {
    m.path = way.path;
    if (adds && way.value.t === 'object') for (const [key, given] of way.value.props) m.set(context, key, given);
    goOn(m, site);
  }
  m.path = end;
}
