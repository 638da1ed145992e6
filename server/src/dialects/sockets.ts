import type { Machine } from '../evaluate/machine';
import type { ModelType, Value } from '../evaluate/value';
import { derived, lit, model, native, object, stringOf, TRUE, UNDEFINED } from '../evaluate/value';

/** Open connections of WebSockets, for every dialect whose handlers are given one. */

/** Tells an answer of the handshake or of the connection. */
export function respond(m: Machine, status: number, site: Parameters<Machine['throw']>[1], via: string, value: Value = UNDEFINED): void {
  m.emit({ kind: 'respond', value, status: lit(status), site, via });
}

/** Codes of RFC 6455 and of applications that mean that somebody may not be here. */
const REFUSING: ReadonlySet<number> = new Set([1008, 3000, 3003, 4001, 4003, 4401, 4403]);

const socketType: ModelType<null> = {
  name: 'ws.Socket',
  get: (self, key, m) => {
    const set = self.props.get(key);
    if (set) return set;
    switch (key) {
      case 'on': case 'once': case 'addEventListener': case 'addListener': return native(`ws.${key}`, (_m, call) => {
        const [name, listener] = call.args;
        if (stringOf(name) === 'message') {
          respond(m, 101, call.site, 'ws.on');
          const data = key === 'addEventListener' ? object([['data', m.input('body')]]) : m.input('body');
          if (listener) m.maybe(() => m.call(listener, [data, lit(false)], { site: call.site }));
        }
        return self as Value;
      });
      case 'send': return native('ws.send', (_m, call) => { respond(m, 200, call.site, 'ws.send', call.args[0]); return UNDEFINED; });
      case 'close': return native('ws.close', (_m, call) => {
        const code = call.args[0]?.t === 'lit' ? Number(call.args[0].v) : 0;
        respond(m, REFUSING.has(code) ? 401 : 403, call.site, 'ws.close');
        return UNDEFINED;
      });
      case 'terminate': return native('ws.terminate', (_m, call) => { respond(m, 403, call.site, 'ws.terminate'); return UNDEFINED; });
      case 'readyState': return derived('readyState', []);
      case 'OPEN': return lit(1);
      case 'isAlive': return TRUE;
      case 'ping': case 'pong': return native(`ws.${key}`, () => UNDEFINED);
      default: return undefined;
    }
  },
  set: (self, key, value, m) => { m.heap.set(self.props, key, value); return true; },
};

/** A connection that was opened. */
export function openSocket(): Value {
  return model(socketType, null) as Value;
}

const ABOUT_CALLERS = /auth|token|session|sign|log ?in|jwt|credential|forbidden|denied|permission|api.?key/i;

/** What an error that refuses a connection is about: callers, or something else. */
export function refusalOf(m: Machine, error: Value): number {
  const text = stringOf(error) ?? stringOf(m.get(error, 'message')) ?? '';
  return ABOUT_CALLERS.test(text) ? 401 : 403;
}
