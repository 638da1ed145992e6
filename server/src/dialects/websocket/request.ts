import type { ModelType, Value } from '../../evaluate/value';
import { input, lit, model, native } from '../../evaluate/value';

/** The request that asks for a connection. `path` is the address that is known to have been asked for; null for any. */
const requestType: ModelType<{ readonly path: string | null }> = {
  name: 'websocket.Request',
  mentions: () => [input('request')],
  get: (self, key, m) => {
    const set = self.props.get(key);
    if (set) return set;
    switch (key) {
      case 'headers': return input('header');
      // There always is one.
      case 'url': return { t: 'text', parts: [...self.state.path === null ? ['/', input('url', 'path')] : [self.state.path], input('url', 'search')] };
      case 'method': return lit('GET');
      case 'session': case 'sessionID': return input('session');
      case 'user': case 'auth': return input('principal');
      case 'isAuthenticated': return native('isAuthenticated', machine => machine.input('principal', 'isAuthenticated'));
      case 'cookies': case 'signedCookies': return input('cookie');
      case 'query': case '_query': return input('query');
      default: return m.input('request', key);
    }
  },
  set: (self, key, value, m) => { m.heap.set(self.props, key, value); return true; },
};

/** A fresh request. */
export function upgradeRequest(path: string | null): Value {
  return model(requestType, { path }) as Value;
}
