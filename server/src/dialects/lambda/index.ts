import type { Machine } from '../../evaluate/machine';
import type { Program } from '../../evaluate/program';
import type { Value } from '../../evaluate/value';
import { alternatives, derived, lit, native, object, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import type { Dialect, Exchange, RawEndpoint, Step } from '../dialect';
import { isDeprecated, isMissing, isToldElsewhere, siteOfExport, unwrap } from '../exported';
import { gateStep } from '../gate';
import type { Authorizer, HttpEvent, LambdaFunction } from './config';
import { functionsOf } from './config';
import { answer, lambdaEvent } from './event';
import type { Middleware } from './middy';
import { chainOf, innermost, middy } from './middy';

const context = (): Value => object([['awsRequestId', derived('requestId', [])], ['callbackWaitsForEmptyEventLoop', lit(true)], ['functionName', derived('functionName', [])]]);

/** The gateway asks before the function runs. */
const authorizerStep = ({ name, mechanism, scopes }: Authorizer, site: Site): Step => gateStep({ name, by: `the authorizer ${name} of the gateway`, mechanism, scopes }, site);

/** The function of a middleware that runs before the handler, by the name of the function that made the middleware. */
function beforeOf(value: Value): Value {
  const before = value.t === 'object' || value.t === 'instance' ? value.props.get('before') ?? UNDEFINED : value;
  if (before.t !== 'fn' || !before.unit.includes('.')) return before;
  const maker = before.module.facts.units[before.unit.slice(0, before.unit.lastIndexOf('.'))]?.name ?? null;
  return maker === null ? before : { ...before, name: maker };
}

/** What stands before the handler of a Middy chain: it goes on unless it gives something back. */
function middlewareStep({ value, site }: Middleware, exported: Site, wraps: boolean): Step {
  const at = site ?? exported;
  const before = beforeOf(value);
  return {
    kind: 'guard', scope: 'wrapper', value: before.t === 'lit' ? native('middleware', () => UNDEFINED) : before, site: at, style: 'wrapper',
    run(m, { values }) {
      const goOn = (): void => { m.emit({ kind: 'next', value: UNDEFINED, status: null, site: at, via: 'middy' }); };
      if (before.t !== 'fn' && before.t !== 'native') { if (value.t === 'object') goOn(); return; }
      const result = m.call(before, [values['request'] ?? UNDEFINED], { self: value, site: at });
      if (!m.alive) return;
      const missing = (v: Value): boolean => v.t === 'lit' && v.v === undefined;
      if (alternatives(result).every(missing)) { goOn(); return; }
      answer(m, result, at, wraps);
      if (alternatives(result).some(missing)) for (const way of result.t === 'union' && result.ways ? result.ways : []) if (missing(way.value)) { m.path = way.path; goOn(); }
    },
  };
}

function call(m: Machine, handler: Value, { values }: Exchange, site: Site, wraps: boolean): void {
  const callback = native('callback', (machine, inner) => { answer(machine, inner.args[1] ?? UNDEFINED, inner.site, wraps); return UNDEFINED; });
  answer(m, m.call(handler, [values['event'] ?? UNDEFINED, values['context'] ?? UNDEFINED, callback], { site }), handler.t === 'fn' ? handler.site : site, wraps);
}

function endpointOf(program: Program, fn: LambdaFunction, event: HttpEvent): RawEndpoint[] {
  const module = program.modules.get(fn.file);
  const exported = module ? program.exported(module, fn.name) : undefined;
  if (!module || exported === undefined || isMissing(exported) || isToldElsewhere(exported)) return [];
  const site = siteOfExport(module, fn.name);
  const chain = chainOf(exported);
  const { handler, wrappers } = unwrap(chain ? innermost(chain) : exported, site);
  const { method, path, complete, authorizer, wraps } = event;
  const guards = chain ? chain.state.parts.map(part => middlewareStep(part, site, wraps)) : wrappers;
  const handlerSite = handler.t === 'fn' ? handler.site : site;
  return [{
    method, components: [{ text: path, complete, site, assumptions: [] }], protocol: 'http', framework: 'lambda', application: { id: fn.config, entry: fn.config }, state: 'live', site, handler, handlerSite,
    steps: [...authorizer ? [authorizerStep(authorizer, site)] : [], ...guards, { kind: 'handler', scope: 'handler', value: handler, site: handlerSite, style: 'wrapper', run: (m, exchange) => { call(m, handler, exchange, site, wraps); } }],
    exchange() {
      const values = { event: lambdaEvent({ method, path, authorized: authorizer !== null }), context: context() };
      return { values: { ...values, request: object([...Object.entries(values), ['response', UNDEFINED], ['error', UNDEFINED], ['internal', object()]]) } };
    },
    ordered: false, deprecated: isDeprecated(handler), marker: null, bodyValidated: null,
  }];
}

/**
 * Functions of AWS Lambda (https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html) whose requests a configuration of the Serverless
 * Framework or of SAM declares. What the gateway does cannot be run here.
 */
export const dialect: Dialect = {
  name: 'lambda',
  packages: ['@middy/core'],
  registrars: new Set(),
  models: () => ({ imports: (specifier, name) => specifier === '@middy/core' && ['default', 'export=', '*', 'middy'].includes(name) ? middy : undefined }),
  conventions: environment => [...new Set(functionsOf(environment).map(fn => fn.file))],
  routes: program => functionsOf(program.environment).flatMap(fn => fn.events.flatMap(event => endpointOf(program, fn, event))),
};
