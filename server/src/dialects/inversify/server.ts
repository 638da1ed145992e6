import type { Machine } from '../../evaluate/machine';
import type { Program } from '../../evaluate/program';
import type { ClassValue, FnValue, ModelType, Value } from '../../evaluate/value';
import { hole, input, lit, model, native, stringOf, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { callMiddleware, endpointsOf, partOf, unknownParameter } from '../class-routes';
import type { Hanging } from '../controllers';
import { decorated, hang, hanging, leaves, loadedBefore, nowhere } from '../controllers';
import type { Attached } from '../decorators';
import { classDecorator, classDecorators, methodDecorators, methodsOf, parameterDecorators } from '../decorators';
import type { Exchange, RawEndpoint, Step } from '../dialect';
import { isMissing } from '../exported';
import type { Container } from '../injection';
import { createContainer, instanceOf } from '../injection';
import { pathToRegexp } from '../path-to-regexp';
import { boundTo, containerOf } from './container';
import { answer, currentOf } from './results';

/** The package. */
export const PACKAGE = 'inversify-express-utils';
const said = (name: string): string => `${PACKAGE}:${name}`;
const verbs: Readonly<Record<string, string>> = {
  all: 'ANY', httpGet: 'GET', httpPost: 'POST', httpPut: 'PUT', httpPatch: 'PATCH', httpHead: 'HEAD', httpDelete: 'DELETE', httpOptions: 'OPTIONS',
};

/** A server, as its constructor and its setters describe it. */
interface Server { readonly args: readonly Value[]; readonly container: Container; readonly configure: Value[]; readonly site: Site | null }

const serverType: ModelType<Server> = {
  name: 'inversify.Server',
  get: (self, key) => {
    const { state } = self;
    switch (key) {
      case 'setConfig': return native('server.setConfig', (m, call) => { if (call.args[0]) m.heap.push(state.configure, call.args[0]); return self as Value; });
      case 'setErrorConfig': return native('server.setErrorConfig', () => self as Value);
      case 'build': return native('server.build', (m, call) => build(m, state, call.site));
      default: return undefined;
    }
  },
};

/** `new InversifyExpressServer(container, router?, { rootPath }?, app?, authProvider?)`. */
export const serverClass: Value = native('InversifyExpressServer', (_m, call) =>
  model<Server>(serverType, { args: call.args, container: containerOf(call.args[0]), configure: [], site: call.site }, call.site) as Value);

/** The application: configured first, then the router with the controllers. */
function build(m: Machine, server: Server, site: Site | null): Value {
  const [, router, routing, own] = server.args;
  const factory = m.program.environment.models.importValue('express', 'default', site?.file ?? '');
  const app = isMissing(own) || own === undefined ? factory ? m.call(factory, [], { site }) : UNDEFINED : own;
  const configure = server.configure.at(-1);
  if (configure) m.call(configure, [app], { site });
  const root = routing?.t === 'object' ? m.get(routing, 'rootPath') : lit('/');
  const at = routing?.t === 'object' ? routing.site ?? site : site;
  if (router === undefined || isMissing(router)) hang(m, app, PACKAGE, server, at, root);
  else {
    hang(m, router, PACKAGE, server, site);
    m.call(m.get(app, 'use'), [root, router], { self: app, site, argSites: [at, site] });
  }
  return app;
}

/** The caller that the application's `AuthProvider` finds. */
function principal(m: Machine, server: Server, exchange: Exchange, site: Site | null): Value {
  const provider = server.args[4];
  if (provider?.t !== 'class') return input('principal');
  const made = instanceOf(m, server.container, provider);
  const { req = UNDEFINED, res = UNDEFINED, next = UNDEFINED } = exchange.values;
  return m.call(m.get(made, 'getUser'), [req, res, next], { self: made, site });
}

/** Lets the running controllers and middleware know their request. */
function during(m: Machine, server: Server, exchange: Exchange, run: () => void): void {
  const current = currentOf(m.program);
  let user: Value | null = null;
  Object.assign(current, { exchange, user: () => user ??= principal(m, server, exchange, null) });
  run();
  Object.assign(current, { exchange: null, user: null });
}

/** A middleware: a function, or the token of what is bound in the container. */
function middlewareStep(server: Server, value: Value, site: Site | null, scope: Step['scope']): Step {
  return {
    kind: 'guard', scope, value: server.container.providers.get(value.t === 'lit' ? value.v : value)?.value ?? (value.t === 'lit' ? hole('a middleware that nobody is seen to bind', site) : value), site, style: 'decorator',
    run(m, exchange) {
      const made = boundTo(m, server.container, value) ?? value;
      // A token that nobody is seen to bind: what runs is not known.
      if (made.t !== 'lit') during(m, server, exchange, () => { callMiddleware(m, made, 'handler', exchange.values, site); });
    },
  };
}

function bound(m: Machine, server: Server, decorators: readonly Attached[], exchange: Exchange): Value {
  const { req = UNDEFINED, res = UNDEFINED, next = UNDEFINED } = exchange.values;
  for (const one of decorators) {
    const name = one.kind.replace(`${PACKAGE}:`, '');
    const part = (base: string): Value => {
      const key = stringOf(one.args[0]);
      const all = m.get(req, base);
      return key === undefined ? all : m.get(all, base === 'headers' ? key.toLowerCase() : key);
    };
    switch (name) {
      case 'request': return req;
      case 'response': return res;
      case 'next': return next;
      case 'requestParam': return part('params');
      case 'queryParam': return part('query');
      case 'requestBody': return m.get(req, 'body');
      case 'requestHeaders': return part('headers');
      case 'cookies': return part('cookies');
      case 'principal': return principal(m, server, exchange, one.attached);
      default: break;
    }
  }
  return unknownParameter(decorators);
}

function handlerStep(server: Server, cls: ClassValue, fn: FnValue): Step {
  return {
    kind: 'handler', scope: 'handler', value: fn, site: fn.site, style: 'decorator',
    run(m, exchange) {
      const { req = UNDEFINED, res = UNDEFINED, next = UNDEFINED } = exchange.values;
      const decorators = parameterDecorators(m, fn.env, fn.unit);
      during(m, server, exchange, () => {
        // Without any decorator an action is a handler of Express.
        const plain = decorators.every(each => !each.some(one => one.kind.startsWith(`${PACKAGE}:`)));
        const args = plain ? [req, res, next] : decorators.map(each => bound(m, server, each, exchange));
        const value = m.call(fn, args, { self: instanceOf(m, server.container, cls), site: fn.site });
        if (m.alive) answer(m, value, res, fn.site);
      });
    },
  };
}

/** The middleware of a decorator, behind its path, with that of `@withMiddleware`. */
function middlewareOf(server: Server, one: Attached, from: number, all: readonly Attached[], scope: Step['scope']): Step[] {
  const own = one.args.slice(from).map((value, index) => middlewareStep(server, value, one.argSites[from + index] ?? one.attached, scope));
  const further = all.filter(each => each.kind === said('withMiddleware')).flatMap(each => each.args.map((value, index) => middlewareStep(server, value, each.argSites[index] ?? each.attached, scope)));
  return [...own, ...further];
}

function ofController(m: Machine, at: Hanging, server: Server, cls: ClassValue): RawEndpoint[] {
  const controller = classDecorator(m, cls, said('controller'));
  if (!controller) return [];
  const outer = middlewareOf(server, controller, 1, classDecorators(m, cls), 'class');
  return methodsOf(cls).flatMap(fn => {
    const all = methodDecorators(m, fn);
    return all.flatMap(one => {
      const computed = one.kind === said('httpMethod');
      const method = computed ? stringOf(one.args[0])?.toUpperCase() : verbs[one.kind.replace(`${PACKAGE}:`, '')];
      if (method === undefined || !one.kind.startsWith(PACKAGE)) return [];
      const index = computed ? 1 : 0;
      return endpointsOf({
        framework: PACKAGE, at, conditional: false, cls, fn, method, site: one.attached, parts: [partOf(controller, pathToRegexp), partOf(one, pathToRegexp, index)],
        steps: [...outer, ...middlewareOf(server, one, index + 1, all, 'route'), handlerStep(server, cls, fn)], bodyValidated: () => null,
      });
    });
  });
}

/** The endpoints of the controllers whose modules are loaded when a server is built, and of those that no server knows. */
export function behind(program: Program, told: readonly RawEndpoint[]): readonly RawEndpoint[] {
  const m = program.machine;
  const classes = leaves(decorated(m, [said('controller')]));
  if (classes.length === 0) return told;
  const { others, hosts } = hanging<Server>(program, told, PACKAGE);
  const out = [...others];
  const seen = new Set<ClassValue>();
  for (const { at, server } of hosts) {
    const loaded = loadedBefore(program, server.site?.file ?? '');
    for (const cls of classes) if (loaded.has(cls.site.file)) {
      seen.add(cls);
      out.push(...ofController(m, at, server, cls));
    }
  }
  const orphan: Server = { args: [], container: createContainer(), configure: [], site: null };
  for (const cls of classes) if (!seen.has(cls)) out.push(...ofController(m, nowhere, orphan, cls));
  return out;
}
