import type { ModelType, Value } from '../evaluate/value';
import { derived, input, model, object } from '../evaluate/value';

/** What a client of socket.io says when it connects. What it puts into `auth` is its credential. */
export const handshake = (): Value => object([
  ['auth', model(authType, null) as Value], ['headers', input('header')], ['query', input('query')], ['address', input('request', 'ip')], ['time', derived('time', [])], ['url', input('url', 'path')],
  ['session', input('session')],
]);
const authType: ModelType<null> = { name: 'socketio.Auth', mentions: () => [input('header', 'authorization')], get: (_self, key, m) => m.input('header', 'authorization', key) };
