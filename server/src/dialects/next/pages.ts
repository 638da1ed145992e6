import type { Machine } from '../../evaluate/machine';
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
 * The methods that an API route serves: all of them, unless a request of a method that it does not know is refused or left alone. The
 * handler runs while routes are declared, so that a change inside of it declares them anew.
 */
export function methodsOf(m: Machine, path: string, invoke: (machine: Machine, request: FetchRequest) => void, fuel: number): readonly string[] {
  const served = (method: string): boolean => m.isolated(() => {
    m.fuel = fuel;
    m.units = m.program.loadUnits as Set<string>;
    invoke(m, { method, path });
    if (m.starved || m.thrown.length > 0) return true;
    const answers = m.events.filter(event => event.kind === 'respond');
    return answers.some(event => !(event.status?.t === 'lit' && (event.status.v === 405 || event.status.v === 501)));
  });
  if (served(OTHER)) return ['ANY'];
  const known = METHODS.filter(served);
  return known.length > 0 ? known : ['ANY'];
}
