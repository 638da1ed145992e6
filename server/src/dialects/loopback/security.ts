import type { Machine } from '../../evaluate/machine';
import type { ClassValue, FnValue, Value } from '../../evaluate/value';
import { hole, input, lit, object, stringOf, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { goingOnWhere, listed } from '../controllers';
import type { Attached } from '../decorators';
import { classDecorators, lineage, methodDecorators } from '../decorators';
import type { Exchange, Step } from '../dialect';
import { httpError } from '../http-errors';
import type { Container } from '../injection';
import { createContainer, enhancer, instanceOf, resolveToken } from '../injection';
import type { Application } from './application';

/** Dependencies as they are for one request: what is bound in the application, and the request's own. */
export function containerFor(application: Application | null, { values }: Exchange): Container {
  return createContainer((m, name) => {
    switch (name) {
      case 'rest.http.request': return values.req;
      case 'rest.http.response': return values.res;
      case 'rest.http.request.context': return object([['request', values.req ?? UNDEFINED], ['response', values.res ?? UNDEFINED]]);
      case 'security.user': return values.user?.t === 'object' ? values.user.props.get('value') ?? input('principal') : input('principal');
      default: {
        const found = application?.state.bindings.findLast(one => one.key === name)?.value;
        return found?.t === 'class' ? resolveToken(m, createContainer(), found) : found;
      }
    }
  });
}

/** A component of a package that an application has. */
function hasComponent({ state }: Application, name: RegExp): boolean {
  return state.components.some(one => one.t === 'sym' && one.op === 'import' && name.test(one.name));
}

/** The strategies that a method or else its class names; null where nobody asks for any. */
function strategiesOf(m: Machine, cls: ClassValue, fn: FnValue): { readonly names: readonly string[]; readonly said: Attached; readonly scope: Step['scope'] } | null {
  const all: readonly (readonly [readonly Attached[], Step['scope']])[] = [[methodDecorators(m, fn), 'route'], ...lineage(cls).map(one => [classDecorators(m, one), 'class'] as const)];
  for (const [decorators, scope] of all) {
    const said = decorators.findLast(one => one.kind === 'loopback:authenticate' || one.kind === 'loopback:authenticate.skip');
    if (!said) continue;
    const [first = UNDEFINED] = said.args;
    const skips = said.kind.endsWith('.skip') || (first.t === 'object' && m.truth(m.get(first, 'skip')) === true);
    if (skips) return null;
    const names = said.args.flatMap(arg => arg.t === 'object' ? stringOf(m.get(arg, 'strategy')) ?? [] : listed(arg).flatMap(({ value }) => stringOf(value) ?? []));
    return { names, said, scope };
  }
  return null;
}

/** How the strategies of packages receive credentials. */
const mechanismOf = (name: string): string => /basic/i.test(name) ? 'basic' : /key/i.test(name) ? 'apiKey' : /oauth|oidc|google|facebook/i.test(name) ? 'oauth2' : 'bearer';

/** The application's own strategy of a name. */
function ownStrategy(m: Machine, application: Application, name: string, exchange: Exchange): Value | undefined {
  for (const one of application.state.strategies) {
    const made = one.t === 'class' ? instanceOf(m, containerFor(application, exchange), one) : enhancer(m, containerFor(application, exchange), one);
    if (made.t === 'instance' && stringOf(m.get(made, 'name')) === name) return made;
  }
  return undefined;
}

/** `strategy.authenticate(request)`: a profile goes on, nothing or an error is refused. */
function runOwn(m: Machine, strategy: Value, exchange: Exchange, site: Site): void {
  const profile = m.call(m.get(strategy, 'authenticate'), [exchange.values.req ?? UNDEFINED], { self: strategy, site });
  if (!m.alive) return;
  const box = exchange.values.user;
  if (box?.t === 'object') m.heap.set(box.props, 'value', profile);
  goingOnWhere(m, profile, site, 'authenticate', () => { m.throw(httpError('Unauthorized', lit(401)), site); });
}

function vouched(m: Machine, names: readonly string[], roles: readonly string[], by: string, status: number, site: Site): void {
  m.fork([
    { run: () => { m.assume({ kind: 'verified', by, mechanisms: [...new Set(names.map(mechanismOf))], roles, site }); m.emit({ kind: 'next', value: input('principal'), status: null, site, via: by }); return UNDEFINED; } },
    { run: () => { m.throw(httpError(status === 401 ? 'Unauthorized' : 'Forbidden', lit(status)), site); return UNDEFINED; } },
  ], false);
}

/** What is asked of callers before an action. Without the component that reads them, the decorators ask nothing. */
export function guardsOf(m: Machine, application: Application, cls: ClassValue, fn: FnValue): Step[] {
  const out: Step[] = application.state.opaque.map(({ name, site }): Step => ({ kind: 'guard', scope: 'app', value: hole(`app.${name}`, site), site, style: 'option', run: () => undefined }));
  for (const one of [...lineage(cls).flatMap(each => classDecorators(m, each)), ...methodDecorators(m, fn)]) if (one.kind === 'loopback:intercept') {
    out.push({ kind: 'guard', scope: 'route', value: hole('@intercept', one.attached), site: one.attached, style: 'decorator', run: () => undefined });
  }
  const asked = strategiesOf(m, cls, fn);
  const authenticates = hasComponent(application, /^(?:JWT)?AuthenticationComponent$/) && application.state.opaque.every(one => one.name !== 'sequence');
  if (asked && !authenticates && application.state.components.some(one => one.t === 'class' || (one.t === 'sym' && !(one.op === 'import' && one.module.startsWith('@loopback/'))))) {
    const site = asked.said.attached;
    out.push({ kind: 'guard', scope: asked.scope, value: hole('@authenticate', site), site, style: 'decorator', run: () => undefined });
  }
  if (asked && authenticates) {
    const { names, said, scope } = asked;
    out.push({
      kind: 'guard', scope, value: { t: 'sym', op: 'import', module: '@loopback/authentication', name: `authenticate(${names.map(one => `'${one}'`).join(', ')})` }, site: said.attached, style: 'decorator',
      run(machine, exchange) {
        const own = names.map(name => ownStrategy(machine, application, name, exchange));
        const [only] = own;
        // Of several strategies one is enough; those of packages are known by their names.
        if (own.length === 1 && only) runOwn(machine, only, exchange, said.attached);
        else if (own.some(one => one !== undefined)) machine.fork(own.map((one, index) => ({ run: () => { if (one) runOwn(machine, one, exchange, said.attached); else vouched(machine, names.slice(index, index + 1), [], '@loopback/authentication', 401, said.attached); return UNDEFINED; } })), false);
        else if (names.length > 0) vouched(machine, names, [], `authenticate(${names.map(one => `'${one}'`).join(', ')}) of @loopback/authentication`, 401, said.attached);
      },
    });
  }
  const authorized = [...methodDecorators(m, fn), ...lineage(cls).flatMap(one => classDecorators(m, one))].find(one => one.kind.startsWith('loopback:authorize'));
  if (authorized?.kind === 'loopback:authorize' && hasComponent(application, /^AuthorizationComponent$/)) {
    const roles = listed(m.get(authorized.args[0] ?? UNDEFINED, 'allowedRoles')).flatMap(({ value }) => stringOf(value) ?? []);
    const site = authorized.attached;
    if (roles.length > 0) out.push({
      kind: 'guard', scope: 'route', value: { t: 'sym', op: 'import', module: '@loopback/authorization', name: 'authorize' }, site, style: 'decorator',
      run(machine) { vouched(machine, [], roles, 'authorize of @loopback/authorization', 403, site); },
    });
  }
  return out;
}
