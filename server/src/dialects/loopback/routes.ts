import type { Machine } from '../../evaluate/machine';
import type { Program } from '../../evaluate/program';
import type { ClassValue, FnValue, Value } from '../../evaluate/value';
import { input, lit, object, stringOf, UNDEFINED } from '../../evaluate/value';
import type { TypeRef } from '../../model/facts';
import { onEachWay } from '../on-each-way';
import { callExchange } from '../call-exchange';
import { endpointsOf, partOf, unknownParameter } from '../class-routes';
import type { Hanging } from '../controllers';
import { decorated, nowhere } from '../controllers';
import type { Attached } from '../decorators';
import { classDecorator, lineage, methodDecorators, methodsOf, parameterDecorators } from '../decorators';
import type { Exchange, RawComponent, RawEndpoint, Step } from '../dialect';
import type { Container } from '../injection';
import { instanceOf, resolveToken } from '../injection';
import { pathComponents } from '../paths';
import type { Application } from './application';
import { applicationsOf, controllersOf } from './application';
import { containerFor, guardsOf } from './security';

const verbs: Readonly<Record<string, string>> = { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', del: 'DELETE', head: 'HEAD' };
const syntax = (path: string): string => path;

function bound(m: Machine, container: Container, decorators: readonly Attached[], exchange: Exchange): Value {
  const { req = UNDEFINED } = exchange.values;
  for (const one of decorators) {
    const [place, name] = [stringOf(one.args[0]), stringOf(one.args[1])];
    switch (one.kind) {
      case 'loopback:param': {
        const all = m.get(req, place === 'path' ? 'params' : place === 'header' ? 'headers' : place === 'cookie' ? 'cookies' : 'query');
        return name === undefined ? all : m.get(all, place === 'header' ? name.toLowerCase() : name);
      }
      case 'loopback:requestBody': case 'loopback:requestBody.array': return m.get(req, 'body');
      case 'loopback:requestBody.file': return req;
      case 'Inject': return resolveToken(m, container, one.args[0] ?? UNDEFINED, one.attached);
      default: break;
    }
  }
  return unknownParameter(decorators);
}

/** The action; nothing is answered with 204, and who sends by the response answers by itself. */
function handlerStep(application: Application | null, cls: ClassValue, fn: FnValue): Step {
  return {
    kind: 'handler', scope: 'handler', value: fn, site: fn.site, style: 'decorator',
    run(m, exchange) {
      const container = containerFor(application, exchange);
      const args = parameterDecorators(m, fn.env, fn.unit).map(each => bound(m, container, each, exchange));
      const value = m.call(fn, args, { self: instanceOf(m, container, cls), site: fn.site });
      if (!m.alive) return;
      const { res } = exchange.values;
      const set = res?.t === 'model' ? res.props.get('#status') : undefined;
      onEachWay(m, value, one => {
        if (one === res || (res?.t === 'model' && res.props.has('#sent'))) return;
        const empty = one.t === 'lit' && one.v === undefined;
        m.emit({ kind: 'respond', value: one, status: set ?? lit(empty ? 204 : 200), site: fn.site, via: 'return' });
      });
    },
  };
}

/** Bodies are validated against the schema of the decorator, or of the model that the parameter is; what has neither is taken as it is. */
function bodyValidated(m: Machine, fn: FnValue): boolean | null {
  const params = parameterDecorators(m, fn.env, fn.unit);
  const at = params.findIndex(each => each.some(one => one.kind === 'loopback:requestBody'));
  if (at < 0) return null;
  const type: TypeRef | null = fn.module.facts.units[fn.unit]?.params[at]?.type ?? null;
  const [spec] = params[at]?.find(one => one.kind === 'loopback:requestBody')?.args ?? [];
  if (spec?.t === 'object' && spec.props.has('content')) return true;
  if (type === null || type.k === 'keyword' || type.k === 'object') return false;
  return null;
}

function ofController(m: Machine, at: Hanging, application: Application | null, cls: ClassValue, conditional: boolean): RawEndpoint[] {
  const api = classDecorator(m, cls, 'loopback:api');
  const base: readonly RawComponent[] = api ? pathComponents(m.get(api.args[0] ?? UNDEFINED, 'basePath'), syntax, api.attached).slice(0, 1) : pathComponents(null, syntax, null);
  return methodsOf(cls).flatMap(fn => methodDecorators(m, fn).flatMap(one => {
    const name = one.kind.replace('loopback:', '');
    const computed = name === 'operation';
    const method = one.kind.startsWith('loopback:') ? computed ? stringOf(one.args[0])?.toUpperCase() : verbs[name] : undefined;
    if (method === undefined) return [];
    const spec = one.args[computed ? 2 : 1];
    return endpointsOf({
      framework: 'loopback', at, conditional, cls, fn, method, site: one.attached, parts: [base, partOf(one, syntax, computed ? 1 : 0)], ordered: false,
      steps: [...application ? guardsOf(m, application, cls, fn) : [], handlerStep(application, cls, fn)], bodyValidated: () => bodyValidated(m, fn),
      deprecated: (spec?.t === 'object' && m.truth(m.get(spec, 'deprecated')) === true) || methodDecorators(m, fn).some(each => each.kind.endsWith(':deprecated') || each.kind.endsWith('.deprecated')),
    });
  }));
}

/** The path that an application's routes are below. */
function basePathOf(m: Machine, { state }: Application): readonly RawComponent[] {
  const said = state.base.at(-1);
  const given = said?.value ?? (state.options.t === 'object' ? m.get(m.get(state.options, 'rest'), 'basePath') : UNDEFINED);
  return given.t === 'lit' || given.t === 'text' ? pathComponents(given, syntax, said?.site ?? state.site).slice(0, 1) : [];
}

/** Whether a class has an action. */
const acts = (m: Machine, cls: ClassValue): boolean => methodsOf(cls).some(fn => methodDecorators(m, fn).some(one => one.kind === 'loopback:operation' || (one.kind.startsWith('loopback:') && verbs[one.kind.slice(9)] !== undefined)));

/** The endpoints of the controllers of all applications, and of those that none has. */
export function routesOf(program: Program): readonly RawEndpoint[] {
  const m = program.machine;
  const out: RawEndpoint[] = [];
  const seen = new Set<ClassValue>();
  const applications = applicationsOf(m);
  for (const application of applications) {
    const { file } = application.cls.site;
    const at: Hanging = { components: basePathOf(m, application), application: { id: file, entry: file }, state: 'live', steps: () => [], exchange: (machine, request) => {
      const made = callExchange(machine, request);
      return { values: { ...made.values, user: object([['value', input('principal')]]) } };
    } };
    for (const { cls, conditional } of controllersOf(m, application)) {
      for (const one of lineage(cls)) seen.add(one);
      out.push(...ofController(m, at, application, cls, conditional));
    }
  }
  const loaded = m.program.collected<ClassValue>('class').filter(cls => cls.fact.members.some(member => member.decorators.length > 0) && cls.module.imports.size > 0
    && [...cls.module.imports.values()].some(one => one.specifier === '@loopback/rest' || one.specifier === '@loopback/openapi-v3'));
  const orphans = [...new Set([...decorated(m, ['loopback:api']), ...loaded])].filter(cls => !seen.has(cls) && !cls.fact.abstract && acts(m, cls));
  for (const cls of orphans) out.push(...ofController(m, nowhere, null, cls, false));
  return out;
}
