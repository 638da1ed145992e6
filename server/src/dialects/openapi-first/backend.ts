import type { Machine } from '../../evaluate/machine';
import { conditions } from '../../evaluate/path';
import type { Program } from '../../evaluate/program';
import type { ModelType, ModelValue, NativeValue, Value } from '../../evaluate/value';
import { input, lit, model, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { NOWHERE } from '../../model/facts';
import { callExchange } from '../call-exchange';
import type { RawEndpoint, Step } from '../dialect';
import { propertySite } from '../written';
import { catching } from '../thrown';
import type { Operation } from './document';
import { documentOf, operationsOf } from './document';

interface Handler { readonly name: string; readonly value: Value; readonly site: Site | null }
/** Lists grow on the heap. */
interface BackendState { readonly options: Value; readonly handlers: Handler[]; readonly security: Handler[]; readonly site: Site }
type Backend = ModelValue<BackendState>;
const KEPT = 'openapi.backend';

const fluent: ReadonlySet<string> = new Set(['init', 'initSync', 'loadDocument']);

function add(m: Machine, to: Handler[], call: Parameters<NativeValue['call']>[1]): void {
  const [first = UNDEFINED, second] = call.args;
  const name = stringOf(first);
  if (name !== undefined && second) m.heap.push(to, { name, value: second, site: call.site });
  else if (first.t === 'object') for (const [key, value] of first.props) m.heap.push(to, { name: key, value, site: propertySite(m, first, key) ?? call.site });
}

const backendType: ModelType<BackendState> = {
  name: 'openapi.Backend',
  get: (self, key) => {
    if (fluent.has(key)) return native(`api.${key}`, () => self as Value);
    if (key === 'register' || key === 'registerHandler') return native(`api.${key}`, (m, call) => { add(m, self.state.handlers, call); return UNDEFINED; });
    if (key === 'registerSecurityHandler') return native(`api.${key}`, (m, call) => { add(m, self.state.security, call); return UNDEFINED; });
    return undefined;
  },
};

/** `new OpenAPIBackend({ definition, handlers, securityHandlers })`. */
export const openApiBackend = native('OpenAPIBackend', (m, call) => {
  const [options = object()] = call.args;
  const made = model<BackendState>(backendType, { options, handlers: [], security: [], site: call.site ?? NOWHERE }, call.site);
  for (const [key, to] of [['handlers', made.state.handlers], ['securityHandlers', made.state.security]] as const) {
    const table = m.get(options, key);
    if (table.t === 'object') for (const [name, value] of table.props) to.push({ name, value, site: propertySite(m, table, name) ?? call.site });
  }
  m.program.collected<Backend>(KEPT).push(made);
  return made as Value;
});

/** What handlers are given first: the request as the document describes it. */
function contextOf(m: Machine, operation: Operation): Value {
  const request = object([['params', input('path')], ['query', input('query')], ['headers', input('header')], ['cookies', input('cookie')], ['body', m.input('body')], ['requestBody', m.input('body')], ['method', lit(operation.method.toLowerCase())]]);
  return object([['request', request], ['operation', object([['operationId', lit(operation.id)]])], ['security', object()], ['validation', object([['valid', lit(true)]])]]);
}

const isFor = (name: string) => (one: Handler): boolean => one.name === name;

function endpointOf(m: Machine, { state }: Backend, operation: Operation): RawEndpoint[] {
  const handler = state.handlers.findLast(isFor(operation.id));
  if (!handler) return [];
  const { file } = state.site;
  const root = stringOf(m.get(state.options, 'apiRoot')) ?? '';
  const site = handler.site ?? state.site;
  const refuses = state.handlers.findLast(isFor('unauthorizedHandler'));
  const schemes = operation.requirements.flat().flatMap(scheme => state.security.findLast(isFor(scheme)) ?? []);
  // All schemes of one requirement are enough; without a handler for refusals everybody goes on.
  const guards = operation.requirements.length === 0 ? [] : [{
    kind: 'guard', scope: 'app', value: schemes[0]?.value ?? native('security', () => UNDEFINED), site: schemes[0]?.site ?? state.site, style: 'option',
    run(machine, { values }) {
      const { req = UNDEFINED, res = UNDEFINED, context = UNDEFINED } = values;
      const ask = ([requirement, ...others]: readonly (readonly string[])[]): Value => {
        const goOn = (): Value => { machine.emit({ kind: 'next', value: UNDEFINED, status: null, site: state.site, via: 'security' }); return UNDEFINED; };
        if (!requirement) return refuses ? machine.call(refuses.value, [context, req, res], { site: refuses.site }) : goOn();
        const [name, ...rest] = requirement;
        if (name === undefined) return goOn();
        const scheme = schemes.find(isFor(name));
        if (!scheme) return ask(others);
        // What a handler throws is a refusal of its scheme.
        const { value, thrown } = catching(machine, () => machine.call(scheme.value, [context, req, res], { site: scheme.site }));
        const { path, alive } = machine;
        for (const one of thrown) { machine.path = one.path; machine.alive = true; ask(others); }
        machine.path = path;
        machine.alive = alive;
        if (!alive) return UNDEFINED;
        machine.set(machine.get(context, 'security'), name, value);
        const at = scheme.site ?? state.site;
        const known = machine.truth(value);
        if (known !== undefined) return ask(known ? [rest, ...others] : others);
        return machine.fork([{ conditions: conditions(value, true, at), run: () => ask([rest, ...others]) }, { conditions: conditions(value, false, at), run: () => ask(others) }], false);
      };
      ask(operation.requirements);
    },
  } satisfies Step];
  return [{
    method: operation.method, components: [...root === '' ? [] : [{ text: root, complete: true, site: state.site, assumptions: [] }], { text: operation.path, complete: true, site, assumptions: [] }],
    protocol: 'http', framework: 'openapi-backend', application: { id: file, entry: file }, state: 'live', site, handler: handler.value, handlerSite: handler.value.t === 'fn' ? handler.value.site : site,
    steps: [...guards, {
      kind: 'handler', scope: 'handler', value: handler.value, site, style: 'option',
      run(machine, { values }) {
        const result = machine.call(handler.value, [values['context'] ?? UNDEFINED, values['req'] ?? UNDEFINED, values['res'] ?? UNDEFINED], { site });
        // On Lambda and the like the answer is what is given back.
        if (machine.alive && result.t === 'object' && result.props.has('statusCode')) machine.emit({ kind: 'respond', value: machine.get(result, 'body'), status: machine.get(result, 'statusCode'), site, via: 'return' });
      },
    }],
    exchange: machine => ({ values: { ...callExchange(machine, { method: operation.method, path: operation.path }).values, context: contextOf(machine, operation) } }),
    ordered: false, deprecated: operation.json['deprecated'] === true, marker: null, bodyValidated: isOff(m, state.options) ? false : operation.json['requestBody'] === undefined ? null : true,
  }];
}

const isOff = (m: Machine, options: Value): boolean => { const validate = m.get(options, 'validate'); return validate.t === 'lit' && validate.v === false; };

/** The operations of documents that openapi-backend serves and that have a handler. */
export function backendRoutes(program: Program): readonly RawEndpoint[] {
  const m = program.machine;
  return program.collected<Backend>(KEPT).flatMap(backend => {
    const document = documentOf(m, m.get(backend.state.options, 'definition'), backend.state.site.file);
    return document ? operationsOf(document).flatMap(operation => endpointOf(m, backend, operation)) : [];
  });
}
