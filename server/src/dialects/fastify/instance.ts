import type { Machine } from '../../evaluate/machine';
import type { Call, ModelType, Value } from '../../evaluate/value';
import { derived, lit, model, native, object, stringOf, TRUE, UNDEFINED } from '../../evaluate/value';
import { concat } from '../../evaluate/operators';
import type { Site } from '../../model/facts';
import { addHook, createApplication, decorate, decoration, enqueue, flush, has } from './loading';
import { add, fullPrefix, fullRoute, shorthand, verbs } from './routes';
import type { Instance, InstanceState } from './state';
import { applications, inherited } from './state';

const silentType: ModelType<null> = { name: 'fastify.Logger', get: (self, key) => key === 'child' ? native('log.child', () => self as Value) : native('log', () => UNDEFINED) };

/** What writes log lines: it says nothing about requests. */
export function silentLogger(): Value {
  return model(silentType, null) as Value;
}

/** Functions that set something up that has no part in who may call what. */
const settings: ReadonlySet<string> = new Set([
  'setSchemaErrorFormatter', 'setReplySerializer', 'setSchemaController', 'setGenReqId', 'setChildLoggerFactory', 'addContentTypeParser', 'removeContentTypeParser', 'removeAllContentTypeParsers',
  'addConstraintStrategy', 'setNotFoundHandler', 'withTypeProvider', 'onClose', 'addHttpMethod', 'setDefaultRoute', 'after',
]);

/** A registration of a library's plugin: it has no options of its own in the code. */
const libraryRoute = 'register.route';

function member(self: Instance, key: string, m: Machine): Value | undefined {
  const own = (name: string, run: (call: Call, at: Instance) => void): Value => native(`fastify.${name}`, (_m, call) => { run(call, self); return self; });
  if (verbs.has(key)) return own(key, call => { shorthand(m, self, key, call); });
  switch (key) {
    case 'route': return own(key, call => { fullRoute(m, self, call); });
    case 'register': return own(key, call => { const [value, options = null] = call.args; if (value) enqueue(m, { kind: 'plugin', name: '', instance: self, value, options, site: call.site }); });
    case 'after': return own(key, call => { later(m, self, call); });
    case 'addHook': return own(key, call => { hook(m, self, call); });
    case 'use': return own(key, call => { middleware(m, self, call); });
    case 'ready': case 'listen': return own(key, call => {
      if (self.state.root.loading.length === 1) flush(m, self.state.root);
      later(m, self, call);
    });
    case 'then': return native('fastify.then', (_m, call) => { flush(m, self.state.root); return call.args[0] ? m.call(call.args[0], [self], { site: call.site }) : self; });
    case 'decorate': return own(key, call => { decorate(m, self.props, call); });
    case 'decorateRequest': return own(key, call => { decorate(m, self.state.request, call); });
    case 'decorateReply': return own(key, call => { decorate(m, self.state.reply, call); });
    case 'getDecorator': return native('fastify.getDecorator', (_m, call) => m.get(self, stringOf(call.args[0]) ?? ''));
    case 'hasDecorator': return native('fastify.hasDecorator', (_m, call) => has(call.args[0], name => decoration(self, name)));
    case 'hasRequestDecorator': return native('fastify.hasRequestDecorator', (_m, call) => has(call.args[0], name => inherited(self, one => one.state.request.get(name))));
    case 'hasReplyDecorator': return native('fastify.hasReplyDecorator', (_m, call) => has(call.args[0], name => inherited(self, one => one.state.reply.get(name))));
    case 'setErrorHandler': return own(key, call => { if (call.args[0]) m.heap.set(self.props, '#errorHandler', call.args[0]); });
    case 'setValidatorCompiler': return own(key, call => { if (call.args[0]) m.heap.set(self.props, '#validator', call.args[0]); });
    case 'setSerializerCompiler': return own(key, call => { if (call.args[0]) m.heap.set(self.props, '#serializer', call.args[0]); });
    case 'addSchema': return own(key, call => {
      const [schema] = call.args;
      const id = schema?.t === 'object' ? stringOf(m.get(schema, '$id')) : undefined;
      if (schema && id !== undefined) m.heap.set(self.state.root.schemas, id, schema);
    });
    case 'getSchema': return native('fastify.getSchema', (_m, call) => self.state.root.schemas.get(stringOf(call.args[0]) ?? '') ?? derived('schema', call.args));
    case 'getSchemas': return native('fastify.getSchemas', () => object(self.state.root.schemas));
    case 'prefix': return fullPrefix(self);
    case 'log': return silentLogger();
    case 'printRoutes': case 'printPlugins': case 'inject': case 'close': case 'hasRoute': case 'findRoute': case 'hasPlugin': case 'hasContentTypeParser': case 'address': case 'addresses':
      return native(`fastify.${key}`, () => derived(key, []));
    case 'server': case 'initialConfig': case 'version': case 'pluginName': case 'listeningOrigin': return derived(key, []);
    case libraryRoute: return native(libraryRoute, (_m, call) => { served(m, self, call); return self; });
    default: return settings.has(key) ? own(key, () => undefined) : undefined;
  }
}

/** A callback of `after`, `ready` or `listen` runs when what was registered before it is loaded. */
function later(m: Machine, self: Instance, call: Call): void {
  const fn = call.args.findLast(one => one.t === 'fn');
  if (fn) enqueue(m, { kind: 'after', name: '', instance: self, value: fn, options: null, site: call.site });
}

/** Hooks of the application's own life run no requests. */
const lifecycle: ReadonlySet<string> = new Set(['onReady', 'onListen', 'onClose', 'preClose', 'onResponse', 'onTimeout', 'onRequestAbort', 'onSend', 'onError']);

function hook(m: Machine, self: Instance, call: Call): void {
  const [named, value] = call.args;
  const name = stringOf(named);
  if (!value || name === undefined || lifecycle.has(name)) return;
  const site = call.argSites[1] ?? call.site;
  // These are told at once, and what exists below never hears of them.
  if (name === 'onRoute') m.heap.push(self.state.hooks, { name, value, site, scope: scopeOf(self), middleware: null });
  else enqueue(m, { kind: 'hook', name, instance: self, value, options: null, site });
}

const scopeOf = (self: Instance): 'app' | 'plugin' => self.state.parent === null ? 'app' : 'plugin';

/** `app.use(path?, middleware)` of @fastify/middie and @fastify/express. */
function middleware(m: Machine, self: Instance, call: Call): void {
  const [first] = call.args;
  const path = first && (first.t === 'lit' || first.t === 'text' || (first.t === 'list' && first.items.every(one => one.t === 'lit'))) ? first : null;
  call.args.forEach((value, index) => {
    if (value === path) return;
    // Paths are below the prefix of the context.
    const below = path && (path.t === 'list' ? path.items : [path]).map(one => concat([fullPrefix(self), one]));
    for (const one of value.t === 'list' ? value.items : [value]) addHook(m, self, { name: 'onRequest', value: one, site: call.argSites[index] ?? call.site, scope: path ? 'path' : scopeOf(self), middleware: { paths: below } });
  });
}

/** `register.route(path, why, options, payload)`: what a library's plugin serves, at the place of its registration. */
function served(m: Machine, self: Instance, call: Call): void {
  const [path = UNDEFINED, why, options = null, payload = UNDEFINED] = call.args;
  const answer = native('the library', (machine, inner) => { const [, reply = UNDEFINED] = inner.args; return machine.call(machine.get(reply, 'send'), [payload], { self: reply, site: call.site }); });
  add(m, self, { methods: ['GET'], path, pathSite: call.site, options, handler: answer, handlerSite: call.site, publicBecause: why === undefined ? null : stringOf(why) ?? null }, call.site);
}

/** The behaviour of instances: what is set on one is seen by the contexts below it. */
export const instanceType: ModelType<InstanceState> = {
  name: 'fastify.Instance',
  get: (self, key, m) => {
    const instance = self as Instance;
    remember(m, instance);
    const found = decoration(instance, key);
    if (!found) return member(instance, key, m);
    if (found.t !== 'object' || !(found.props.has('getter') || found.props.has('setter'))) return found;
    const getter = found.props.get('getter');
    return getter ? m.call(getter, [], { self: instance }) : UNDEFINED;
  },
  set: (self, key, value, m) => { m.heap.set(self.props, key, value); return true; },
  awaited: (self, m) => { flush(m, self.state.root); return self as Value; },
};

/** What stands for a parameter that nobody passed is collected when it is used. */
function remember(m: Machine, instance: Instance): void {
  if (!instance.state.root.assumed || instance.state.parent !== null) return;
  const all = applications(m);
  if (!all.includes(instance)) all.push(instance);
}

/** `fastify(options)`. */
export function factory(): Value {
  const made = native('fastify', (m, call) => createApplication(m, instanceType, call.site, false));
  const errors = object(['FST_ERR_NOT_FOUND', 'FST_ERR_VALIDATION'].map(name => [name, native(name, () => object([['name', lit('FastifyError')], ['isError', TRUE], ['statusCode', lit(name === 'FST_ERR_NOT_FOUND' ? 404 : 400)], ['code', lit(name)]]))] as const));
  for (const [name, value] of [['fastify', made], ['default', made], ['errorCodes', errors]] as const) made.props.set(name, value);
  return made;
}

/** An instance for a parameter of a plugin that nobody registered. */
export function assumedInstance(m: { readonly site: Site }): Value {
  return { t: 'model', type: instanceType, state: { parent: null, root: { assumed: true, loading: [[]], schemas: new Map() }, site: m.site, prefix: null, hooks: [], routes: [], children: [], request: new Map(), reply: new Map(), conditional: false }, props: new Map(), site: m.site };
}

