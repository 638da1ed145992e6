import type { Machine } from '../../evaluate/machine';
import type { Call, ModelType, Value } from '../../evaluate/value';
import { derived, input, model, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import { response, statusIn } from '../fetch';
import { tableFunctions } from './table';

const made = (name: string, otherwise = 200): Value => native(name, (m, call) => response(m, { body: call.args[0] ?? UNDEFINED, status: statusIn(m, call.args[1], otherwise), goesOn: false, via: name }, call.site));
const redirecting = (name: string): Value => native(name, (m, call) => response(m, { body: UNDEFINED, status: statusIn(m, call.args[1], 302), goesOn: false, via: name }, call.site));

const silent = native('silent', () => UNDEFINED);

/** A session: what is in it is the caller's. */
const session = (): Value => object([
  ['get', native('session.get', (m, call) => { const key = stringOf(call.args[0]); return key === undefined ? input('session') : m.input('session', key); })], ['has', native('session.has', (m, call) => derived('has', [m.input('session', stringOf(call.args[0]) ?? '')]))],
  ['set', silent], ['unset', silent], ['flash', silent], ['data', input('session')], ['id', input('session', 'id')],
]);
const storage = (name: string): Value => native(name, () => object([
  ['getSession', native('getSession', (m: Machine) => { m.input('session'); return session(); })], ['commitSession', native('commitSession', () => derived('cookie', []))], ['destroySession', native('destroySession', () => derived('cookie', []))],
]));
const cookie = native('createCookie', (_m, call) => object([
  ['parse', native('cookie.parse', (m: Machine) => m.input('cookie', stringOf(call.args[0]) ?? ''))], ['serialize', native('cookie.serialize', () => derived('cookie', []))], ['name', call.args[0] ?? UNDEFINED],
]));

/** `createContext()`: a key of what middleware leaves. */
const contextKeyType: ModelType<Value | undefined> = { name: 'react-router.Key' };

/** What middleware leaves for loaders and actions, by its keys. */
const contextType: ModelType<null> = {
  name: 'react-router.Bag',
  get: (self, key) => {
    const nameOf = (call: Call, m: Machine): string => { const all = m.program.collected<Value>('react-router.keys'); const at = all.indexOf(call.args[0] ?? UNDEFINED); return at < 0 ? '' : `#${at}`; };
    if (key === 'set') return native('context.set', (m, call) => { m.heap.set(self.props, nameOf(call, m), call.args[1] ?? UNDEFINED); return UNDEFINED; });
    if (key === 'get') return native('context.get', (m, call) => {
      const [wanted] = call.args;
      const otherwise = wanted?.t === 'model' && wanted.type.name === contextKeyType.name ? wanted.state as Value | undefined : undefined;
      return self.props.get(nameOf(call, m)) ?? otherwise ?? derived('context', []);
    });
    return self.props.get(key) ?? derived(`context.${key}`, []);
  },
};

/** A fresh context of a request. */
export const contextOf = (): Value => model(contextType, null) as Value;

const names: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['json', made('json')], ['data', made('data')], ['defer', made('defer')], ...['redirect', 'redirectDocument', 'replace'].map(name => [name, redirecting(name)] as const),
  ...['createCookieSessionStorage', 'createSessionStorage', 'createMemorySessionStorage', 'createFileSessionStorage', 'createWorkersKVSessionStorage'].map(name => [name, storage(name)] as const), ['createCookie', cookie],
  ...['createContext', 'unstable_createContext'].map(name => [name, native(name, (m, call) => { const key = model<Value | undefined>(contextKeyType, call.args[0], call.site) as Value; m.program.collected<Value>('react-router.keys').push(key); return key; })] as const),
]);

const RUNTIME = /^(?:react-router|react-router-dom|@react-router\/(?:node|cloudflare|architect|express|serve)|@remix-run\/(?:node|cloudflare|deno|server-runtime|react|router|architect))$/;

/** The value of an export of React Router's or Remix's modules. */
export function routerModule(specifier: string, name: string): Value | undefined {
  if (RUNTIME.test(specifier)) return names.get(name);
  return specifier === '@react-router/dev/routes' || specifier === '@react-router/fs-routes' ? tableFunctions.get(name) : undefined;
}
