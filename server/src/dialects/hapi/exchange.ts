import type { ModelType, Value } from '../../evaluate/value';
import { derived, FALSE, input, lit, model, native, NULL, object, UNDEFINED } from '../../evaluate/value';
import type { Machine } from '../../evaluate/machine';
import type { Exchange } from '../dialect';
import { requestUrl } from '../fetch';
import { requestPath } from '../paths';
import { known, toolkit } from './answers';
import type { Route } from './state';
import { setting } from './state';

/** A request to a route; `mode` is that of its authentication, null for none. */
export interface RequestState { readonly method: string; readonly path: string; readonly route: Route; readonly mode: string | null }

/** A session of yar: what is stored under a name. */
const sessionType: ModelType<null> = {
  name: 'hapi.Session', mentions: () => [input('session')],
  get(self, key, m) {
    switch (key) {
      case 'get': case 'flash': return native(`yar.${key}`, (_m, call) => { const [name] = call.args; return name?.t === 'lit' ? m.input('session', String(name.v)) : input('session'); });
      case 'set': case 'clear': case 'reset': case 'touch': case 'commit': return native(`yar.${key}`, () => UNDEFINED);
      default: return m.input('session', key);
    }
  },
};

const authType: ModelType<RequestState> = {
  name: 'hapi.RequestAuth', mentions: () => [input('principal')],
  get(self, key, m) {
    const set = self.props.get(key);
    if (set) return set;
    const { mode } = self.state;
    switch (key) {
      case 'isAuthenticated': case 'isAuthorized': return mode === null ? FALSE : known();
      case 'credentials': case 'artifacts': return mode === null ? NULL : key === 'credentials' ? input('principal') : m.input('principal', key);
      case 'mode': return mode === null ? NULL : lit(mode);
      case 'strategy': case 'error': return derived(key, [input('principal')]);
      default: return undefined;
    }
  },
};

const requestType: ModelType<RequestState> = {
  name: 'hapi.Request',
  get(self, key, m) {
    const { method, path, route } = self.state;
    const { root } = route.server.state;
    const set = self.props.get(key);
    if (set) return set;
    const decorated = root.decorations.request.get(key);
    if (decorated) return decorated;
    switch (key) {
      case 'params': return input('path');
      case 'query': return input('query');
      case 'payload': return m.input('body');
      case 'headers': return input('header');
      case 'state': return input('cookie');
      case 'yar': return model(sessionType, null) as Value;
      case 'cookieAuth': return object(['set', 'clear', 'ttl'].map(name => [name, native(`cookieAuth.${name}`, () => UNDEFINED)] as const));
      case 'method': return method === 'ANY' ? input('request', 'method') : lit(method.toLowerCase());
      case 'path': return requestPath(path);
      case 'url': return requestUrl({ method, path });
      case 'server': return route.server;
      case 'route': return object([['path', lit(path)], ['method', lit(method.toLowerCase())], ['settings', settingsOf(m, route)]]);
      case 'raw': return object([['req', object([['headers', input('header')], ['url', requestPath(path, input('url', 'search'))], ['method', lit(method)]])], ['res', derived('res', [])]]);
      case 'info': return input('url', 'info');
      case 'log': return native('request.log', () => UNDEFINED);
      case 'logger': return derived('logger', []);
      case 'generateResponse': return native('request.generateResponse', (_m, call) => call.args[0] ?? UNDEFINED);
      default: return undefined;
    }
  },
};

function settingsOf(m: Machine, route: Route): Value {
  const settings = object(['app', 'plugins', 'auth', 'tags', 'description'].map(key => [key, setting(m, route, key)] as const));
  for (const key of ['app', 'plugins']) if (settings.props.get(key)?.t === 'lit') settings.props.set(key, object());
  return settings;
}

/** A fresh request with its toolkit. */
export function hapiExchange(m: Machine, state: RequestState): Exchange {
  const request = model(requestType, state);
  request.props.set('auth', model(authType, state) as Value);
  for (const key of ['app', 'plugins', 'pre', 'preResponses']) request.props.set(key, object());
  const h = toolkit(state.route.server.state.root, request as Value, setting(m, state.route, 'bind'));
  request.props.set('#h', h);
  return { values: { request: request as Value, h } };
}
