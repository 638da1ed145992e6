import type { Machine } from '../../evaluate/machine';
import { mentions } from '../../evaluate/truth';
import type { ModelType, ModelValue, Value } from '../../evaluate/value';
import { derived, input, lit, model, native, UNDEFINED } from '../../evaluate/value';
import type { FetchRequest } from '../fetch';
import { requestPath } from '../paths';

/** `req.query` of an API route: parameters of the path and of the query together. */
const queryType: ModelType<readonly string[]> = {
  name: 'next.Query',
  mentions: () => [input('query')],
  get: (self, key, m) => m.input(self.state.includes(key) ? 'path' : 'query', key),
};

const requestType: ModelType<FetchRequest> = {
  name: 'next.ApiRequest',
  mentions: () => [input('request')],
  get: (self, key, m) => {
    const set = self.props.get(key);
    if (set) return set;
    switch (key) {
      case 'query': return model(queryType, [...self.state.path.matchAll(/\{(\w+)[*?]*\}/g)].map(([, name = '']) => name)) as Value;
      case 'body': return m.input('body');
      case 'cookies': return input('cookie');
      case 'headers': return input('header');
      case 'method': return self.state.method === null ? input('request', 'method') : lit(self.state.method);
      case 'url': return requestPath(self.state.path, input('url', 'search'));
      default: return input('request', key);
    }
  },
};

const statusOf = (self: ModelValue): Value => self.props.get('#status') ?? lit(200);
const senders: ReadonlySet<string> = new Set(['json', 'send', 'end', 'write']);
const fluent: ReadonlySet<string> = new Set(['setHeader', 'appendHeader', 'setPreviewData', 'clearPreviewData', 'setDraftMode', 'removeHeader', 'revalidate', 'flushHeaders']);

const responseType: ModelType<null> = {
  name: 'next.ApiResponse',
  get: (self, key) => {
    const set = self.props.get(key);
    if (set) return set;
    if (senders.has(key)) return native(`res.${key}`, (m, call) => {
      m.emit({ kind: 'respond', value: call.args[0] ?? UNDEFINED, status: statusOf(self), site: call.site, via: `res.${key}` });
      return self;
    });
    if (fluent.has(key)) return native(`res.${key}`, () => self);
    switch (key) {
      case 'status': case 'writeHead': return native(`res.${key}`, (m, call) => { m.heap.set(self.props, '#status', call.args[0] ?? lit(200)); return self; });
      case 'redirect': return native('res.redirect', (m, call) => {
        m.emit({ kind: 'respond', value: UNDEFINED, status: call.args.length > 1 ? call.args[0] ?? null : lit(307), site: call.site, via: 'res.redirect' });
        return self;
      });
      case 'statusCode': return statusOf(self);
      case 'getHeader': return native('res.getHeader', () => derived('header', []));
      default: return undefined;
    }
  },
  set: (self, key, value, m) => { m.heap.set(self.props, key === 'statusCode' ? '#status' : key, value); return true; },
};

/** A fresh request and response of an API route. */
export function apiExchange(request: FetchRequest): { readonly req: Value; readonly res: Value } {
  return { req: model(requestType, request) as Value, res: model(responseType, null) as Value };
}

/** A method that no handler knows by name. */
const OTHER = 'PROPFIND';
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/**
 * The methods that an API route serves: all of them, unless one that it does not know is refused or left alone. The handler runs while routes
 * are declared, so that a change inside of it declares them anew.
 */
export function methodsOf(m: Machine, path: string, invoke: (machine: Machine, request: FetchRequest) => Value, fuel: number): readonly string[] {
  const outcome = (method: string): 'served' | 'refused' | 'silent' => m.isolated(() => {
    m.fuel = fuel;
    m.units = m.program.loadUnits as Set<string>;
    const result = invoke(m, { method, path });
    const answers = m.events.filter(event => event.kind === 'respond');
    if (m.starved || answers.some(event => !(event.status?.t === 'lit' && Number(event.status.v) >= 400)) || mentions(result, handedOver)) return 'served';
    return answers.length + m.thrown.length > 0 ? 'refused' : 'silent';
  });
  const other = outcome(OTHER);
  if (other === 'served') return ['ANY'];
  // Where others are refused, what is not refused is handled by code out of sight.
  const known = METHODS.filter(method => { const one = outcome(method); return one === 'served' || (one === 'silent' && other === 'refused'); });
  return known.length > 0 ? known : ['ANY'];
}

/** Whether a value came of code out of sight that got the response. */
const handedOver = (v: Value): boolean => v.t === 'sym' && (v.op === 'call' || v.op === 'new') && v.args.some(arg => arg.t === 'model' && arg.type.name === responseType.name);
