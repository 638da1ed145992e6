import type { Machine } from '../../evaluate/machine';
import { conditions } from '../../evaluate/path';
import type { ClassValue, FnValue, Value } from '../../evaluate/value';
import { hole, input, lit, list, object, stringOf, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { NOWHERE } from '../../model/facts';
import { onEachWay } from '../on-each-way';
import { callMiddleware, unknownParameter } from '../class-routes';
import { classesOf, decorated, goingOnWhere, listed } from '../controllers';
import type { Attached } from '../decorators';
import { classDecorators, methodDecorators, parameterDecorators } from '../decorators';
import type { Exchange, Step } from '../dialect';
import { httpError } from '../http-errors';
import { enhancer, instanceOf } from '../injection';
import type { Server } from './server';

const kindOf = (name: string): string => `routing-controllers:${name}`;
const option = (m: Machine, server: Server, key: string): Value => server.options.t === 'object' ? server.options.props.get(key) ?? UNDEFINED : UNDEFINED;

/** What the application's own functions get: `{ request, response, next }`. */
function actionOf({ values }: Exchange): Value {
  return object([['request', values.req ?? UNDEFINED], ['response', values.res ?? UNDEFINED], ['next', values.next ?? UNDEFINED]]);
}

/** What is attached to a method: of one that is inherited, nothing is. */
const onMethod = (m: Machine, cls: ClassValue, fn: FnValue): readonly Attached[] => fn.home === cls ? methodDecorators(m, fn) : [];

function middlewareStep(server: Server, value: Value, site: Site | null, scope: Step['scope'], style: Step['style']): Step {
  return {
    kind: 'guard', scope, value, site, style,
    run(m, { values }) {
      callMiddleware(m, enhancer(m, server.container, value), 'use', values, site);
    },
  };
}

/** `@Authorized(roles)`: the application's `authorizationChecker` decides. */
function authorizedStep(m: Machine, server: Server, all: readonly Attached[], scope: Step['scope']): Step {
  const checker = option(m, server, 'authorizationChecker');
  const roles = all.flatMap(one => listed(one.args[0]).map(each => each.value));
  const site = all.at(-1)?.attached ?? null;
  return {
    kind: 'guard', scope, value: checker.t === 'lit' ? hole('nobody says what checks who is authorized', site) : checker, site, style: 'decorator',
    run(machine, exchange) {
      const result = machine.call(checker, [actionOf(exchange), list(roles)], { site });
      const status = roles.length === 0 ? 401 : 403;
      goingOnWhere(machine, result, site, 'authorizationChecker', () => { machine.throw(httpError(status === 401 ? 'AuthorizationRequiredError' : 'AccessDeniedError', lit(status)), site); });
    },
  };
}

/** The classes that an option lists; without a list, all that the decorator stands on. */
function listedOrAll(m: Machine, server: Server, key: string, kind: string): readonly ClassValue[] {
  const given = option(m, server, key);
  const none = given.t === 'lit' || (given.t === 'list' && given.items.length === 0 && !given.open);
  return none ? decorated(m, [kindOf(kind)]) : (classesOf(m, given, server.file) ?? []).map(one => one.cls);
}

/** The application's middleware, that with the higher priority first. With a prefix that does not begin with a slash, Express never runs it. */
function globalSteps(m: Machine, server: Server): Step[] {
  const given = option(m, server, 'middlewares');
  const prefix = stringOf(option(m, server, 'routePrefix'));
  if (prefix !== undefined && prefix !== '' && !prefix.startsWith('/')) return [];
  if (given.t !== 'lit' && classesOf(m, given, server.file) === null) {
    const site = given.t === 'list' ? given.site : null;
    return [{ kind: 'guard', scope: 'global', value: hole('the middleware of the application', site), site, style: 'option', run: () => undefined }];
  }
  const found = listedOrAll(m, server, 'middlewares', 'Middleware').flatMap(cls => {
    const said = classDecorators(m, cls).find(one => one.kind === kindOf('Middleware'));
    if (!said || !m.member(cls, 'use')) return [];
    const options = said.args[0] ?? UNDEFINED;
    if (options.t === 'object' && stringOf(m.get(options, 'type')) === 'after') return [];
    const priority = options.t === 'object' ? m.get(options, 'priority') : UNDEFINED;
    return [{ step: middlewareStep(server, cls, given.t === 'list' ? given.site : cls.site, 'global', 'option'), priority: priority.t === 'lit' ? Number(priority.v ?? 0) : 0 }];
  });
  return found.sort((a, b) => b.priority - a.priority).map(one => one.step);
}

/** What runs before an action. */
export function stepsOf(m: Machine, server: Server, cls: ClassValue, fn: FnValue): Step[] {
  const uses = (all: readonly Attached[], scope: Step['scope']): Step[] => all.filter(one => one.kind === kindOf('UseBefore'))
    .flatMap(one => one.args.map((value, index) => middlewareStep(server, value, one.argSites[index] ?? one.attached, scope, 'decorator')));
  const ofClass = classDecorators(m, cls);
  const ofMethod = onMethod(m, cls, fn);
  const authorized = [...ofClass, ...ofMethod].filter(one => one.kind === kindOf('Authorized'));
  const scope = ofMethod.some(one => one.kind === kindOf('Authorized')) ? 'route' : 'class';
  return [...globalSteps(m, server), ...uses(ofClass, 'class'), ...uses(ofMethod, 'route'), ...authorized.length > 0 ? [authorizedStep(m, server, authorized, scope)] : []];
}

const parts: Readonly<Record<string, readonly [base: string, named: boolean]>> = {
  Param: ['params', true], Params: ['params', false], QueryParam: ['query', true], QueryParams: ['query', false], Body: ['body', false], BodyParam: ['body', true],
  HeaderParam: ['headers', true], HeaderParams: ['headers', false], CookieParam: ['cookies', true], CookieParams: ['cookies', false],
  Session: ['session', false], SessionParam: ['session', true],
};

/** The caller that the application's `currentUserChecker` finds; where one is required, nobody else goes on. */
function currentUser(m: Machine, server: Server, one: Attached, exchange: Exchange): Value {
  const checker = option(m, server, 'currentUserChecker');
  const user = checker.t === 'lit' ? input('principal') : m.call(checker, [actionOf(exchange)], { site: one.attached });
  const options = one.args[0];
  return options?.t === 'object' && m.truth(m.get(options, 'required')) === true ? required(m, user, one.attached) : user;
}

function required(m: Machine, user: Value, site: Site): Value {
  const refuse = (): Value => { m.throw(httpError('AuthorizationRequiredError', lit(401)), site); return UNDEFINED; };
  const truth = m.truth(user);
  if (truth === true) return user;
  if (truth === false) return refuse();
  return m.fork([{ conditions: conditions(user, true, site), run: () => user }, { conditions: conditions(user, false, site), run: refuse }], false);
}

function bound(m: Machine, server: Server, decorators: readonly Attached[], exchange: Exchange): Value {
  const { req = UNDEFINED, res = UNDEFINED } = exchange.values;
  for (const one of decorators) {
    const name = one.kind.replace('routing-controllers:', '');
    const part = parts[name];
    if (part) {
      const [base, named] = part;
      const all = base === 'body' ? m.input('body') : m.get(req, base);
      const key = named ? stringOf(one.args[0]) : undefined;
      return key === undefined ? all : m.get(all, base === 'headers' ? key.toLowerCase() : key);
    }
    switch (name) {
      case 'Req': return req;
      case 'Res': return res;
      case 'Ctx': return hole('the context of Koa', one.attached);
      case 'CurrentUser': return currentUser(m, server, one, exchange);
      case 'UploadedFile': case 'UploadedFiles': return input('file');
      case 'param': {
        const options = one.args[0] ?? UNDEFINED;
        const value = m.call(m.get(options, 'value'), [actionOf(exchange), UNDEFINED], { site: one.attached });
        return options.t === 'object' && options.props.has('required') && m.truth(m.get(options, 'required')) === true ? required(m, value, one.attached) : value;
      }
      default: break;
    }
  }
  return unknownParameter(decorators);
}

/** What the interceptors make of a result. */
function intercepted(m: Machine, server: Server, all: readonly Value[], result: Value, exchange: Exchange): Value {
  return all.reduce((value, one) => {
    const made = enhancer(m, server.container, one);
    return made.t === 'instance' ? m.call(m.get(made, 'intercept'), [actionOf(exchange), value], { self: made }) : m.call(made, [actionOf(exchange), value]);
  }, result);
}

/** Answers with what an action gave: the status of nothing and of null is said apart. */
function answer(m: Machine, result: Value, said: readonly Attached[], exchange: Exchange, site: Site): void {
  const { res } = exchange.values;
  const last = (name: string): Attached | undefined => said.findLast(one => one.kind === kindOf(name));
  const set = res?.t === 'model' ? res.props.get('#status') : undefined;
  const redirect = last('Redirect');
  onEachWay(m, result, value => {
    if (value === res) return;
    const empty = value.t === 'lit' && (value.v === undefined || value.v === null);
    const absent = value.t === 'lit' && value.v === undefined ? 404 : 204;
    const own = empty ? last(absent === 404 ? 'OnUndefined' : 'OnNull')?.args[0] : last('HttpCode')?.args[0];
    if (empty && res?.t === 'model' && res.props.has('#sent')) return;
    const status = redirect ? lit(302) : own?.t === 'native' || own?.t === 'class' ? m.get(m.construct(own, []), 'httpCode') : own ?? (empty ? lit(absent) : set ?? lit(200));
    m.emit({ kind: 'respond', value: redirect ? redirect.args[0] ?? value : empty ? UNDEFINED : value, status, site, via: 'return' });
  });
}

/** The action: the controller with its dependencies, the method with what its parameters are bound to, the answer. */
export function handlerStep(server: Server, cls: ClassValue, fn: FnValue, json: boolean): Step {
  return {
    kind: 'handler', scope: 'handler', value: fn, site: fn.site, style: 'decorator',
    run(m, exchange) {
      const params = fn.home === cls ? parameterDecorators(m, fn.env, fn.unit) : [];
      const args = params.map(each => bound(m, server, each, exchange));
      if (!m.alive) return;
      const said = onMethod(m, cls, fn);
      const global: readonly Value[] = listedOrAll(m, server, 'interceptors', 'Interceptor');
      const inner = [...classDecorators(m, cls), ...said].filter(one => one.kind === kindOf('UseInterceptor')).flatMap(one => one.args);
      const value = m.call(fn, args, { self: instanceOf(m, server.container, cls), site: fn.site });
      if (!m.alive) return;
      const page = said.some(one => one.kind === kindOf('Render'));
      const result = intercepted(m, server, [...global, ...inner], value, exchange);
      if (m.alive) answer(m, page && !json ? object() : result, said, exchange, fn.site ?? NOWHERE);
    },
  };
}
