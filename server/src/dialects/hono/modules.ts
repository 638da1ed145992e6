import type { Machine } from '../../evaluate/machine';
import type { Call, NativeValue, Value } from '../../evaluate/value';
import { derived, hole, input, list, lit, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import { response } from '../fetch';
import { createApp, mountedApp, serve } from './app';
import { combineModule } from './combine';
import { httpException } from './context';
import { openapiModule } from './openapi';
import { functionValidator, validatorFactory } from './validators';

const appClass = (name: string): NativeValue => native(name, (m, call) => createApp(m, call.site) as Value);
const same = (name: string): NativeValue => native(name, (_m, call) => call.args[0] ?? UNDEFINED);

/** `createFactory({ initApp })`: what it makes is what it is given. */
function factory(m: Machine, call: Call): Value {
  const init = call.args[0]?.t === 'object' ? m.get(call.args[0], 'initApp') : UNDEFINED;
  return object([
    ['createApp', native('createApp', (machine, inner) => {
      const app = createApp(machine, inner.site) as Value;
      if (init.t === 'fn') machine.call(init, [app], { site: inner.site });
      return app;
    })],
    ['createMiddleware', same('createMiddleware')], ['createHandlers', native('createHandlers', (_m, inner) => list(inner.args.filter(one => one.t !== 'lit'), inner.site))],
  ]);
}

/** Whatever a server is given that holds an application: the application, its `fetch`, or options with it. */
function serving(name: string): NativeValue {
  return native(name, (m, call) => {
    const [given] = call.args;
    const handler = given?.t === 'object' ? m.get(given, 'fetch') : given;
    const app = handler ? mountedApp(handler) : undefined;
    if (app) serve(m, app);
    return native(`${name} handler`, (_m, inner) => hole('an answer of the application', inner.site), app ? [['#app', app as Value]] : []);
  });
}

const envOf = native('env', (m, call) => call.args[0] ? m.get(call.args[0], 'env') : hole('the environment'));

/** Answers while a callback writes to a stream. */
const streaming = (name: string): NativeValue => native(name, (m, call) => {
  const [, callback] = call.args;
  if (callback) m.maybe(() => m.call(callback, [hole('a stream', call.site)], { site: call.site }));
  return response(m, { body: derived('stream', []), status: lit(200), goesOn: false, via: name }, call.site);
});

/** A handler that turns a request into a connection. */
const upgrade = native('upgradeWebSocket', (_m, call) => native('upgradeWebSocket', (m, inner) => {
  const [events] = call.args;
  if (events?.t === 'fn') m.call(events, [inner.args[0] ?? UNDEFINED], { site: inner.site });
  return response(m, { body: UNDEFINED, status: lit(101), goesOn: false, via: 'upgradeWebSocket' }, inner.site);
}));

const cookie: Readonly<Record<string, Value>> = {
  getCookie: native('getCookie', (m, call) => { const name = stringOf(call.args[1]); return name === undefined ? input('cookie') : m.input('cookie', name); }),
  getSignedCookie: native('getSignedCookie', (m, call) => { const name = stringOf(call.args[2]); return name === undefined ? input('cookie') : m.input('cookie', name); }),
  ...Object.fromEntries(['setCookie', 'setSignedCookie', 'deleteCookie', 'generateCookie', 'generateSignedCookie'].map(name => [name, native(name, () => UNDEFINED)])),
};

/** Middleware of Hono that lets everybody go on. */
const PASSING: Readonly<Record<string, readonly string[]>> = {
  'hono/cors': ['cors'], 'hono/csrf': ['csrf'], 'hono/logger': ['logger'], 'hono/etag': ['etag'], 'hono/compress': ['compress'], 'hono/cache': ['cache'], 'hono/body-limit': ['bodyLimit'], 'hono/timeout': ['timeout'],
  'hono/timing': ['timing'], 'hono/pretty-json': ['prettyJSON'], 'hono/powered-by': ['poweredBy'], 'hono/request-id': ['requestId'], 'hono/secure-headers': ['secureHeaders'], 'hono/trailing-slash': ['trimTrailingSlash', 'appendTrailingSlash'],
  'hono/method-override': ['methodOverride'], 'hono/context-storage': ['contextStorage'], 'hono/language': ['languageDetector'], 'hono/jsx-renderer': ['jsxRenderer'], 'hono/ip-restriction': ['ipRestriction'],
  'hono/bun': ['serveStatic'], 'hono/deno': ['serveStatic'], 'hono/cloudflare-workers': ['serveStatic'], 'hono/serve-static': ['serveStatic'], '@hono/node-server/serve-static': ['serveStatic'],
  '@hono/sentry': ['sentry'], '@hono/otel': ['httpInstrumentationMiddleware', 'otel'], '@hono/structured-logger': ['structuredLogger'], 'hono-pino': ['pinoLogger', 'logger'], 'hono-rate-limiter': ['rateLimiter'],
  'hono-openapi': ['describeRoute'], 'hono-openapi/zod': ['describeRoute'], '@hono/session': ['session'],
};

const passing = (name: string): NativeValue => native(name, () => native(name, (m, call) => { if (call.args[1]) m.call(call.args[1], [], { site: call.site }); return UNDEFINED; }));

/** A handler that shows a page of its own. */
const page = (name: string): NativeValue => native(name, () => native(name, (m, call) => response(m, { body: derived('page', []), status: lit(200), goesOn: false, via: name }, call.site)));

const VALIDATORS: Readonly<Record<string, string>> = {
  '@hono/zod-validator': 'zValidator', '@hono/valibot-validator': 'vValidator', '@hono/standard-validator': 'sValidator', '@hono/typebox-validator': 'tbValidator', '@hono/arktype-validator': 'arktypeValidator',
  '@hono/ajv-validator': 'ajvValidator', '@hono/typia-validator': 'typiaValidator', '@hono/effect-validator': 'effectValidator', '@hono/class-validator': 'classValidator',
};

const HANDLERS: Readonly<Record<string, readonly string[]>> = {
  '@hono/node-server': ['serve', 'createAdaptorServer', 'getRequestListener'], '@hono/node-server/vercel': ['handle'], 'hono/vercel': ['handle'], 'hono/aws-lambda': ['handle', 'streamHandle'], 'hono/lambda-edge': ['handle'],
  'hono/netlify': ['handle'], 'hono/cloudflare-pages': ['handle', 'handleMiddleware', 'serveStatic'], 'hono/service-worker': ['handle', 'fire'],
};

/** What the packages of Hono export. */
export function honoModules(): Readonly<Record<string, Readonly<Record<string, Value>>>> {
  const table: Record<string, Record<string, Value>> = {};
  const put = (specifier: string, values: Readonly<Record<string, Value>>): void => { table[specifier] = { ...table[specifier], ...values }; };
  const hono = { Hono: appClass('Hono') };
  for (const specifier of ['hono', 'hono/tiny', 'hono/quick']) put(specifier, hono);
  put('hono/http-exception', { HTTPException: httpException() });
  put('hono/factory', { createFactory: native('createFactory', factory), createMiddleware: same('createMiddleware'), createHandlers: native('createHandlers', (_m, call) => list(call.args, call.site)) });
  put('hono/combine', combineModule());
  put('hono/validator', { validator: functionValidator() });
  put('hono/cookie', cookie);
  put('hono/adapter', { env: envOf, getRuntimeKey: native('getRuntimeKey', () => derived('runtime', [])) });
  put('hono/streaming', Object.fromEntries(['stream', 'streamText', 'streamSSE'].map(name => [name, streaming(name)])));
  for (const [specifier, names] of Object.entries(PASSING)) put(specifier, Object.fromEntries(names.map(name => [name, passing(name)])));
  for (const [specifier, name] of Object.entries(VALIDATORS)) put(specifier, { [name]: validatorFactory(name) });
  for (const [specifier, names] of Object.entries(HANDLERS)) put(specifier, Object.fromEntries(names.map(name => [name, serving(name)])));
  for (const specifier of ['hono/bun', 'hono/deno', 'hono/cloudflare-workers']) put(specifier, { upgradeWebSocket: upgrade });
  put('hono/bun', { createBunWebSocket: native('createBunWebSocket', () => object([['upgradeWebSocket', upgrade], ['websocket', derived('websocket', [])]])) });
  put('@hono/node-ws', { createNodeWebSocket: native('createNodeWebSocket', () => object([['upgradeWebSocket', upgrade], ['injectWebSocket', native('injectWebSocket', () => UNDEFINED)]])) });
  put('@hono/swagger-ui', { swaggerUI: page('swaggerUI') });
  put('@scalar/hono-api-reference', { Scalar: page('Scalar'), apiReference: page('apiReference') });
  put('@hono/zod-openapi', openapiModule());
  put('hono-openapi', { validator: functionValidator(), resolver: same('resolver') });
  return table;
}

