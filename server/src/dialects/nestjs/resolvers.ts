import type { Machine } from '../../evaluate/machine';
import type { ClassValue, FnValue, ModelType, Value } from '../../evaluate/value';
import { derived, hole, model, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import type { EndpointState } from '../../model/api';
import type { Site } from '../../model/facts';
import { unknownParameter } from '../class-routes';
import { saysDeprecated } from '../controllers';
import type { Attached } from '../decorators';
import { classDecorators, decoratorFactory, lineage, memberFact, methodDecorators, methodsOf, parameterDecorators } from '../decorators';
import type { Exchange, RawComponent, RawEndpoint, Step } from '../dialect';
import { isMissing } from '../exported';
import type { Container } from '../injection';
import { instanceOf } from '../injection';
import { joinComponents, pathComponents } from '../paths';
import type { Route } from './exchange';
import { executionContext, nestExchange } from './exchange';
import { classGuards, guardSteps } from './guards';
import { publicMarker } from './marker';
import type { ModuleGraph } from './modules';
import { nestPath } from './paths';
import type { AppContext } from './settings';
import { middlewareSteps, usedSteps } from './settings';

/** What `GraphQLModule.forRoot` was given. */
interface Served { readonly options: Value; readonly site: Site | null }

/** `GqlExecutionContext.create(context)`: the arguments of a resolver by their names. */
const gqlContext = object([['create', native('GqlExecutionContext.create', (m, call) => {
  const [context = UNDEFINED] = call.args;
  const at = (index: number): Value => native('get', () => m.call(m.get(context, 'getArgByIndex'), [{ t: 'lit', v: index }]));
  return object([['getRoot', at(0)], ['getArgs', at(1)], ['getContext', at(2)], ['getInfo', at(3)], ...['getClass', 'getHandler', 'getType', 'switchToHttp', 'getArgByIndex'].map(name => [name, m.get(context, name)] as const)]);
})]]);

const servedType: ModelType<Served> = { name: 'nestjs.GraphQLModule' };

const serving = native('GraphQLModule.forRoot', (_m, call) => {
  return model<Served>(servedType, { options: call.args[0] ?? UNDEFINED, site: call.site }, call.site) as Value;
});
const servingLater = native('GraphQLModule.forRootAsync', (m, call) => {
  const factory = call.args[0]?.t === 'object' ? call.args[0].props.get('useFactory') : undefined;
  return model<Served>(servedType, { options: factory ? m.call(factory, [hole('a dependency of the settings', call.site)], { site: call.site }) : UNDEFINED, site: call.site }, call.site) as Value;
});

/** The exports of `@nestjs/graphql`. */
export function graphqlExport(name: string): Value | undefined {
  switch (name) {
    case 'GraphQLModule': return native(name, () => UNDEFINED, [['forRoot', serving], ['forRootAsync', servingLater]]);
    case 'GqlExecutionContext': return gqlContext;
    // Two of them are called as decorators of `@nestjs/common` are.
    case 'Query': case 'Mutation': case 'Subscription': case 'Resolver': case 'Args': case 'Context': case 'Info': case 'Parent': case 'Root': return decoratorFactory(`graphql:${name}`);
    default: return undefined;
  }
}

/** The request, and what resolvers get: the parent, the arguments, the context, the selection. */
function exchangeOf(route: Route): Exchange {
  const http = nestExchange(route);
  const { req = UNDEFINED, res = UNDEFINED, next = UNDEFINED } = http.values;
  const args = derived('arguments', [{ t: 'sym', op: 'input', in: 'body', path: ['variables'] }]);
  const given = { t: 'sym', op: 'input', in: 'body', path: [] } satisfies Value;
  const ctx = object([['req', req], ['request', req], ['res', res], ['user', { t: 'sym', op: 'input', in: 'principal', path: [] }]]);
  return { values: { ...http.values, ctx, given, args, context: executionContext(route, req, res, next, { type: 'graphql', args: [UNDEFINED, given, ctx, derived('info', [])] }) } };
}

function bound(m: Machine, decorators: readonly Attached[], exchange: Exchange): Value {
  const { ctx = UNDEFINED, given = UNDEFINED, context = UNDEFINED } = exchange.values;
  for (const one of decorators) {
    const [first] = one.args;
    const name = stringOf(first) ?? (first?.t === 'object' ? stringOf(m.get(first, 'name')) : undefined);
    switch (one.kind) {
      case 'graphql:Args': return name === undefined ? given : m.get(given, name);
      case 'graphql:Context': return name === undefined ? ctx : m.get(ctx, name);
      case 'graphql:Info': return derived('info', []);
      case 'ParamDecorator': return m.call(first ?? UNDEFINED, [one.args[1] ?? UNDEFINED, context], { site: one.site });
      default: break;
    }
  }
  return unknownParameter(decorators);
}

/** Runs a resolver. What leaves is what the client selects of the type, so it is not told. */
function resolverStep(container: Container, cls: ClassValue, fn: FnValue): Step {
  return {
    kind: 'handler', scope: 'handler', value: fn, site: fn.site, style: 'decorator',
    run(m, exchange) {
      const args = parameterDecorators(m, fn.env, fn.unit).map(each => bound(m, each, exchange));
      m.call(fn, args, { self: instanceOf(m, container, cls), site: fn.site });
      if (m.alive) m.emit({ kind: 'respond', value: hole('what the client selects', fn.site), status: null, site: fn.site, via: 'return' });
    },
  };
}

/** The name of an operation: its decorator's, else the method's. */
function nameOf(m: Machine, said: Attached, fn: FnValue): string | undefined {
  for (const arg of said.args) {
    const text = stringOf(arg) ?? (arg.t === 'object' ? stringOf(m.get(arg, 'name')) : undefined);
    if (text !== undefined) return text;
  }
  return fn.name ?? undefined;
}

/** The address of the operations; a global prefix counts only where it is asked for. */
function addressOf(m: Machine, context: AppContext, served: Served | undefined): readonly RawComponent[] {
  const options = served?.options.t === 'object' ? served.options : undefined;
  const given = options ? m.get(options, 'path') : UNDEFINED;
  const site = options?.site ?? served?.site ?? null;
  const own = isMissing(given) ? [{ text: '/graphql', complete: true, site, assumptions: [] }] : pathComponents(given, nestPath, site).slice(0, 1);
  const prefixed = options && context.prefix && m.truth(m.get(options, 'useGlobalPrefix')) === true;
  return [...prefixed && context.prefix ? pathComponents(context.prefix.value, nestPath, context.prefix.site).slice(0, 1) : [], ...own];
}

/** The operations of the resolvers that an application's modules provide, and the address that takes them. */
export function operationsOf(m: Machine, context: AppContext, graph: ModuleGraph, state: EndpointState): RawEndpoint[] {
  const { container } = context;
  const resolvers = new Map<ClassValue, EndpointState>();
  for (const node of graph.nodes) for (const { value, conditional } of node.providers) {
    if (value.t === 'class' && lineage(value).some(one => classDecorators(m, one).some(each => each.kind === 'graphql:Resolver'))) resolvers.set(value, conditional || node.conditional ? 'conditional' : state);
  }
  if (resolvers.size === 0) return [];
  const served = graph.served[0] as Served | undefined;
  const address = addressOf(m, context, served);
  const path = joinComponents(address);
  const before = [...usedSteps(context, path), ...middlewareSteps(context, UNDEFINED, 'POST', path)];
  const operations = [...resolvers].flatMap(([cls, own]) => methodsOf(cls).flatMap(fn => {
    const all = methodDecorators(m, fn);
    const said = all.find(one => one.kind === 'graphql:Query' || one.kind === 'graphql:Mutation' || one.kind === 'graphql:Subscription');
    const name = said && nameOf(m, said, fn);
    if (!said || name === undefined) return [];
    const last = address.at(-1);
    const components = [...address.slice(0, -1), { text: `${(last?.text ?? '').replace(/\/$/, '')}#${said.kind.replace('graphql:', '')}.${name}`, complete: last?.complete ?? true, site: last?.site ?? null, assumptions: last?.assumptions ?? [] }];
    const route: Route = { handler: fn, controller: cls, method: 'POST', path };
    const steps = [...before, ...context.guards, ...classGuards(m, container, cls), ...guardSteps(container, all, 'route'), resolverStep(container, cls, fn)];
    return [{
      method: 'POST', components, protocol: 'graphql', framework: 'nestjs', application: context.application, state: own, site: said.attached, handler: fn, handlerSite: fn.site,
      steps, exchange: () => exchangeOf(route), ordered: false, deprecated: saysDeprecated([fn.home ? memberFact(fn.home, fn)?.doc : null]), bodyValidated: true,
      get marker() { return publicMarker(m, route, steps); },
    } satisfies RawEndpoint];
  }));
  const [first] = operations;
  if (!first) return [];
  const at = served?.site ?? first.site;
  const server = hole('the server of the operations', at);
  return [...operations, {
    method: 'POST', components: address, protocol: 'graphql', framework: 'nestjs', application: context.application, state, site: at, handler: null, handlerSite: at,
    steps: [...before, { kind: 'handler', scope: 'handler', value: server, site: at, style: 'wrapper', run: () => undefined }], exchange: () => nestExchange({ handler: null, controller: null, method: 'POST', path }),
    ordered: false, deprecated: false, marker: { kind: 'public', why: 'who may do what is asked of each operation, not of the address', site: at }, bodyValidated: null,
  }];
}
