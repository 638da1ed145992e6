import type { Machine } from '../../evaluate/machine';
import type { Program } from '../../evaluate/program';
import type { NativeValue, Value } from '../../evaluate/value';
import { alternatives, input, lit, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { NOWHERE } from '../../model/facts';
import { onEachWay } from '../on-each-way';
import type { Dialect, RawComponent, RawEndpoint, Step } from '../dialect';
import { isDeprecated } from '../exported';
import { fetchRequest, isResponse, requestFields, settle, statusIn } from '../fetch';
import { gateStep } from '../gate';
import { fromText } from '../json';
import { isRecord, nearestJson } from '../manifests';
import { joinComponents, pathComponents } from '../paths';
import { propertySite } from '../written';

/** One registration: `app.http(name, options)`. */
interface Registered { readonly name: Value; readonly options: Value; readonly methods: readonly string[] | null; readonly site: Site; readonly optionsSite: Site | null; readonly conditional: boolean }

const KEPT = 'azure.functions';
const METHODS: Readonly<Record<string, string>> = { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', deleteRequest: 'DELETE' };

const registering = (key: string): NativeValue => native(`app.${key}`, (m, call) => {
  const [name = UNDEFINED, options = UNDEFINED] = call.args;
  const method = METHODS[key];
  if (m.alive) m.program.collected<Registered>(KEPT).push({ name, options, methods: method === undefined ? null : [method], site: call.site ?? NOWHERE, optionsSite: call.argSites[1] ?? call.site, conditional: m.nesting > 0 });
  return UNDEFINED;
});
const silent = native('app', () => UNDEFINED);
const app = object([...['http', ...Object.keys(METHODS)].map((key): [string, Value] => [key, registering(key)]), ['setup', silent], ['timer', silent], ['hook', object()]]);

/** `{id:int}`, `{id?}` and `{*rest}` in contract notation. */
const azurePath = (text: string): string => text.replace(/\{\*(\w+)\}/g, '{$1*}').replace(/\{(\w+):[^}?]*(\([^)]*\))?[^}?]*(\?)?\}/g, '{$1$3}');

/** Below what all routes stand: `api`, unless the host says otherwise. */
function prefixOf(program: Program, file: string): string {
  const host = nearestJson(program.environment, file, 'host.json');
  const extensions = host?.['extensions'];
  const http = isRecord(extensions) ? extensions['http'] : undefined;
  const prefix = isRecord(http) ? http['routePrefix'] : undefined;
  return typeof prefix === 'string' ? prefix : 'api';
}

const given = (v: Value): Value | undefined => v.t === 'lit' && v.v === undefined ? undefined : v;

/** What a handler gave back: an initialiser of a response, a response, or nothing, which is answered without content. */
function answer(m: Machine, result: Value, site: Site | null): void {
  onEachWay(m, result, value => {
    if (isResponse(value) === true) settle(m, value, site, 'nothing', 'response');
    else if (value.t === 'lit') m.emit({ kind: 'respond', value: UNDEFINED, status: lit(204), site, via: 'return' });
    else {
      const body = given(m.get(value, 'jsonBody')) ?? fromText(m.get(value, 'body'));
      m.emit({ kind: 'respond', value: value.t === 'object' ? body : value, status: value.t === 'object' ? statusIn(m, value, 200) : null, site: value.t === 'object' ? value.site ?? site : site, via: 'return' });
    }
  });
}

function endpointsOf(program: Program, one: Registered): RawEndpoint[] {
  const m = program.machine;
  const { options, site, name, conditional } = one;
  const option = (key: string): Value | undefined => options.t === 'object' ? given(m.get(options, key)) : undefined;
  const handler = option('handler') ?? options;
  const route = option('route') ?? name;
  const methods = one.methods ?? listed(option('methods'));
  const levels = alternatives(option('authLevel') ?? lit('anonymous')).map(stringOf);
  const handlerSite = propertySite(m, options, 'handler') ?? one.optionsSite;
  const levelSite = propertySite(m, options, 'authLevel') ?? site;
  const prefix: RawComponent = { text: `/${prefixOf(program, site.file)}`, complete: true, site, assumptions: [] };
  // Without a level everybody is let in.
  const level = levels.find(one => one !== undefined && one !== 'anonymous') ?? '…';
  const gate = gateStep({ name: 'authLevel', by: `the authorisation level '${level}', which asks for a key`, mechanism: 'apiKey' }, levelSite, 'route');
  const unsure = levels.some(one => one === undefined || one === 'anonymous');
  const gates = levels.every(one => one === 'anonymous') ? [] : [unsure ? { ...gate, unsure } : gate];
  const handlerStep: Step = {
    kind: 'handler', scope: 'handler', value: handler, site: handlerSite, style: 'option',
    run: (machine, { values }) => { answer(machine, machine.call(handler, [values['request'] ?? UNDEFINED, values['context'] ?? UNDEFINED], { site: handlerSite }), handler.t === 'fn' ? handler.site : handlerSite); },
  };
  return pathComponents(route, azurePath, propertySite(m, options, 'route') ?? site).flatMap(component => methods.map((method): RawEndpoint => {
    const components = [...prefix.text === '/' ? [] : [prefix], component];
    const path = joinComponents(components);
    return {
      method, components, protocol: 'http', framework: 'azure-functions', application: { id: site.file, entry: site.file }, state: conditional ? 'conditional' : 'live', site, handler, handlerSite: handler.t === 'fn' ? handler.site : handlerSite,
      steps: [...gates, handlerStep], ordered: false, deprecated: isDeprecated(handler), marker: null, bodyValidated: null,
      exchange: () => ({ values: {
        request: fetchRequest({ method, path }, (key, machine) => key === 'params' ? input('path') : key === 'query' ? requestFields('query') : key === 'user' ? machine.input('principal') : undefined),
        context: object([['log', silent], ['trace', silent], ['debug', silent], ['info', silent], ['warn', silent], ['error', silent], ['invocationId', input('request', 'id')], ['functionName', name], ['extraInputs', object()], ['extraOutputs', object()]]),
      } }),
    };
  }));
}

/** The methods of a list; those that the runtime takes where none is given. */
function listed(v: Value | undefined): readonly string[] {
  const names = v?.t === 'list' ? v.items.flatMap(one => stringOf(one)?.toUpperCase() ?? []) : [];
  return names.length > 0 ? [...new Set(names)] : v === undefined ? ['GET', 'POST'] : ['ANY'];
}

/** `new HttpResponse({ status, jsonBody })` is answered as its initialiser. */
const httpResponse = native('HttpResponse', (_m, call) => call.args[0] ?? object());

/**
 * Functions of Azure (https://learn.microsoft.com/azure/azure-functions/functions-reference-node), programming model 4: registered by name, with
 * a route below the prefix of the host. The host itself cannot be run.
 */
export const dialect: Dialect = {
  name: 'azure-functions',
  packages: ['@azure/functions'],
  registrars: new Set(['http', ...Object.keys(METHODS)]),
  models: () => ({
    imports(specifier, name) {
      if (specifier !== '@azure/functions') return undefined;
      if (name === 'app') return app;
      if (name === 'HttpResponse') return httpResponse;
      return name === 'default' || name === '*' || name === 'export=' ? object([['app', app], ['HttpResponse', httpResponse]]) : undefined;
    },
  }),
  routes: program => program.collected<Registered>(KEPT).flatMap(one => endpointsOf(program, one)),
};
