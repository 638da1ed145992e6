import type { Machine } from '../../evaluate/machine';
import type { Call, ModelType, NativeValue, Value } from '../../evaluate/value';
import { derived, hole, lit, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import { response } from '../fetch';
import type { App, AppState } from './app';
import { assumedApp, createApp, register } from './app';
import { schemaValidator } from './validators';
import type { Site } from '../../model/facts';

const known = (v: Value): Value | undefined => v.t === 'lit' && v.v === undefined ? undefined : v;

/** `/users/{id}` as Hono writes it. */
function routingPath(v: Value): Value {
  const text = stringOf(v);
  if (text !== undefined) return lit(text.replaceAll(/\/\{(.+?)\}/g, '/:$1'));
  return v.t === 'text' ? { ...v, parts: v.parts.map(part => typeof part === 'string' ? part.replaceAll(/\/\{(.+?)\}/g, '/:$1') : part) } : v;
}

/** The validators of a route, in the order in which they run. */
function validatorsOf(m: Machine, route: Value, hook: Value | undefined): NativeValue[] {
  const request = m.get(route, 'request');
  if (request.t !== 'object') return [];
  const out: NativeValue[] = [];
  for (const [key, target] of [['query', 'query'], ['params', 'param'], ['headers', 'header'], ['cookies', 'cookie']] as const) {
    const schema = known(m.get(request, key));
    if (schema) out.push(schemaValidator(target, schema, hook));
  }
  const body = m.get(request, 'body');
  const content = body.t === 'object' ? m.get(body, 'content') : UNDEFINED;
  if (content.t === 'object') for (const [media, described] of content.props) {
    const schema = described.t === 'object' ? known(m.get(described, 'schema')) : undefined;
    if (schema) out.push(schemaValidator(/^application\/([a-z\-.]+\+)?json/i.test(media) ? 'json' : 'form', schema, hook));
  }
  return out;
}

function openapi(m: Machine, app: App, route: Value, handler: Value, hook: Value | undefined, call: Call): void {
  const method = stringOf(m.get(route, 'method'));
  const middleware = m.get(route, 'middleware');
  const around = middleware.t === 'list' ? middleware.items : known(middleware) ? [middleware] : [];
  const site = call.argSites[1] ?? call.site;
  const steps = [...around, ...validatorsOf(m, route, hook ?? known(app.props.get('defaultHook') ?? UNDEFINED))].map(value => ({ value, site: call.argSites[0] ?? call.site }));
  register(m, app, {
    kind: 'route', methods: [method === undefined ? 'ANY' : method.toUpperCase()], path: { value: routingPath(m.get(route, 'path')), site: call.argSites[0] ?? call.site },
    handlers: [...steps, { value: handler, site }], deprecated: m.truth(m.get(route, 'deprecated')) === true,
  }, call.site);
}

/** A route that answers with the document of the application. */
const documented = (app: App, key: string): NativeValue => native(`app.${key}`, (m, call) => {
  const handler = native('openapi document', (machine, inner) => response(machine, { body: derived('openapi', []), status: lit(200), goesOn: false, via: key }, inner.site));
  register(m, app, { kind: 'route', methods: ['GET'], path: { value: call.args[0] ?? lit('/'), site: call.argSites[0] ?? call.site }, handlers: [{ value: handler, site: call.site }] }, call.site);
  return app as Value;
});

const registryType: ModelType<null> = { name: 'hono.OpenAPIRegistry', get: (_self, key) => key === 'then' ? undefined : native(`registry.${key}`, (_m, call) => call.args[1] ?? call.args[0] ?? UNDEFINED) };

/** What `OpenAPIHono` adds to an application. */
const members: NonNullable<ModelType<AppState>['get']> = (app, key) => {
  switch (key) {
    case 'openapi': return native('app.openapi', (m, call) => {
      const [route = UNDEFINED, handler = UNDEFINED, hook] = call.args;
      openapi(m, app, route, handler, hook, call);
      return app as Value;
    });
    case 'openapiRoutes': return native('app.openapiRoutes', (m, call) => {
      const [all] = call.args;
      for (const one of all?.t === 'list' ? all.items : []) if (m.truth(m.get(one, 'addRoute')) !== false || known(m.get(one, 'addRoute')) === undefined) openapi(m, app, m.get(one, 'route'), m.get(one, 'handler'), known(m.get(one, 'hook')), call);
      return app as Value;
    });
    case 'doc': case 'doc31': return documented(app, key);
    case 'openAPIRegistry': return { t: 'model', type: registryType, state: null, props: new Map(), site: null } as Value;
    case 'getOpenAPIDocument': case 'getOpenAPI31Document': return native(`app.${key}`, (_m, call) => hole('a document', call.site));
    default: return undefined;
  }
};

/** `@hono/zod-openapi`. */
export function openapiModule(): Readonly<Record<string, Value>> {
  return {
    OpenAPIHono: native('OpenAPIHono', (m, call) => {
      const app = createApp(m, call.site, members);
      const [options] = call.args;
      const hook = options?.t === 'object' ? known(m.get(options, 'defaultHook')) : undefined;
      if (hook) app.props.set('defaultHook', hook);
      return app as Value;
    }),
    createRoute: native('createRoute', (m, call) => {
      const [route = object()] = call.args;
      const made = object(route.t === 'object' ? route.props : [], call.site);
      if (route.t === 'object') made.spreads.push(...route.spreads);
      made.props.set('getRoutingPath', native('getRoutingPath', () => routingPath(m.get(route, 'path'))));
      return made;
    }),
    defineOpenAPIRoute: native('defineOpenAPIRoute', (_m, call) => call.args[0] ?? UNDEFINED),
    $: native('$', (_m, call) => call.args[0] ?? UNDEFINED),
  };
}

/** An `OpenAPIHono` that nobody passed. */
export const assumedOpenapi = (site: Site): Value => assumedApp(site, members);
