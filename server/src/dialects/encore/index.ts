import type { Machine } from '../../evaluate/machine';
import type { ModelType, ModelValue, NativeValue, Value } from '../../evaluate/value';
import { derived, input, lit, model, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { NOWHERE } from '../../model/facts';
import type { Program } from '../../evaluate/program';
import { onEachWay } from '../on-each-way';
import { callExchange, callInvoke } from '../call-exchange';
import type { Dialect, RawEndpoint } from '../dialect';
import { isDeprecated } from '../exported';
import { gateStep } from '../gate';
import { pathToRegexp } from '../path-to-regexp';
import { joinComponents, pathComponents } from '../paths';
import { folderOf } from '../projects';
import { propertySite } from '../written';

/** One `api(options, handler)`. */
interface ApiState { readonly kind: 'api' | 'raw' | 'stream'; readonly options: Value; readonly handler: Value; readonly site: Site; readonly handlerSite: Site | null; readonly conditional: boolean }
type Api = ModelValue<ApiState>;
const KEPT = 'encore.api';

/** What is declared can be called by other services, too. */
const apiType: ModelType<ApiState> = { name: 'encore.Api', call: (self, m, call) => m.call(self.state.handler, call.args, { site: call.site }) };

const declaring = (name: string, kind: ApiState['kind'], members: Iterable<readonly [string, Value]> = []): NativeValue => native(name, (m, call) => {
  const [options = object(), handler = UNDEFINED] = call.args;
  const made = model<ApiState>(apiType, { kind, options, handler, site: call.site ?? NOWHERE, handlerSite: call.argSites[1] ?? call.site, conditional: m.nesting > 0 }, call.site);
  if (m.alive) m.program.collected<Api>(KEPT).push(made);
  return made as Value;
}, members);

const api = declaring('api', 'api', [['raw', declaring('api.raw', 'raw')], ['streamIn', declaring('api.streamIn', 'stream')], ['streamOut', declaring('api.streamOut', 'stream')], ['streamInOut', declaring('api.streamInOut', 'stream')]]);

const CODES: Readonly<Record<string, number>> = {
  canceled: 499, unknown: 500, invalidArgument: 400, deadlineExceeded: 504, notFound: 404, alreadyExists: 409, permissionDenied: 403, resourceExhausted: 429, failedPrecondition: 400, aborted: 409, outOfRange: 400, unimplemented: 501,
  internal: 500, unavailable: 503, dataLoss: 500, unauthenticated: 401,
};
const errCode = object(Object.keys(CODES).map((key): [string, Value] => [key.charAt(0).toUpperCase() + key.slice(1), lit(key)]));
const error = (status: Value, message: Value | undefined): Value => object([['name', lit('APIError')], ['status', status], ['message', message ?? derived('message', [])]]);
const apiError = native('APIError', (_m, call) => { const code = stringOf(call.args[0]); return error(code === undefined ? derived('status', call.args) : lit(CODES[code] ?? 500), call.args[1]); },
  Object.entries(CODES).map(([key, status]): [string, Value] => [key, native(`APIError.${key}`, (_m, call) => error(lit(status), call.args[0]))]));

/** The one argument of a handler: parts of the path, and of the query or the body by the method. */
const requestType: ModelType<{ readonly method: string; readonly names: ReadonlySet<string> }> = {
  name: 'encore.Request',
  mentions: self => [input(bodyless(self.state.method) ? 'query' : 'body')],
  get: (self, key, m) => {
    const set = self.props.get(key);
    if (set || key === 'then') return set;
    return self.state.names.has(key) ? m.input('path', key) : m.input(bodyless(self.state.method) ? 'query' : 'body', key);
  },
};
const bodyless = (method: string): boolean => method === 'GET' || method === 'HEAD' || method === 'DELETE';

/** The name under which a module exports it. */
function nameOf(program: Program, { state }: Api): string | undefined {
  const module = program.modules.get(state.site.file);
  return module && program.exportNames(module).find(name => { const value = program.exported(module, name); return value?.t === 'model' && value.state === state; });
}

/** The service that a file belongs to: its folder, or the nearest above it that says it is one. */
function serviceOf(program: Program, file: string): string {
  const { environment } = program;
  for (let folder = folderOf(file); folder !== ''; folder = folderOf(folder)) if (environment.exists(`${folder}/encore.service.ts`)) return folder.slice(folder.lastIndexOf('/') + 1);
  const folder = folderOf(file);
  return folder.slice(folder.lastIndexOf('/') + 1);
}

function methodsOf(m: Machine, options: Value, kind: ApiState['kind']): readonly string[] {
  if (kind === 'stream') return ['GET'];
  const given = options.t === 'object' ? m.get(options, 'method') : UNDEFINED;
  const names = given.t === 'list' ? given.items.flatMap(one => stringOf(one) ?? []) : [stringOf(given) ?? (kind === 'raw' ? '*' : 'POST')];
  return names.map(name => name === '*' ? 'ANY' : name.toUpperCase());
}

function endpointsOf(program: Program, one: Api): RawEndpoint[] {
  const m = program.machine;
  const { kind, options, handler, site, handlerSite, conditional } = one.state;
  const flag = (key: string): boolean => options.t === 'object' && m.truth(m.get(options, key)) === true;
  const path = options.t === 'object' ? m.get(options, 'path') : UNDEFINED;
  const name = nameOf(program, one);
  const where = path.t === 'lit' && path.v === undefined ? name === undefined ? null : lit(`/${serviceOf(program, site.file)}.${name}`) : path;
  if (where === null) return [];
  // What is not exposed can only be called by other services.
  const inner = flag('expose') ? [] : [gateStep({ name: 'expose', by: 'the option expose, without which only other services can call it', mechanism: 'internal' }, site, 'route')];
  const gates = flag('auth') ? [gateStep({ name: 'auth', by: 'the gateway with its handler of authentication', mechanism: 'bearer' }, propertySite(m, options, 'auth') ?? site, 'route')] : [];
  return pathComponents(where, pathToRegexp, propertySite(m, options, 'path') ?? site).flatMap(component => methodsOf(m, options, kind).map((method): RawEndpoint => {
    const full = joinComponents([component]);
    return {
      method, components: [component], protocol: kind === 'stream' ? 'websocket' : 'http', framework: 'encore', application: { id: serviceOf(program, site.file), entry: site.file }, state: conditional ? 'conditional' : 'live', site, handler,
      handlerSite: handler.t === 'fn' ? handler.site : handlerSite,
      steps: [...inner, ...gates, {
        kind: 'handler', scope: 'handler', value: handler, site: handlerSite, style: 'argument',
        run(machine, exchange) {
          if (kind === 'raw') { callInvoke(handler, machine, exchange, 'handler', '/'); return; }
          if (kind === 'stream') { machine.emit({ kind: 'respond', value: UNDEFINED, status: lit(101), site: handlerSite, via: 'stream' }); return; }
          const result = machine.call(handler, [exchange.values['request'] ?? UNDEFINED], { site: handlerSite });
          onEachWay(machine, result, value => { machine.emit({ kind: 'respond', value, status: lit(200), site: handlerSite, via: 'return' }); });
        },
      }],
      exchange: machine => ({ values: { ...callExchange(machine, { method, path: full }).values, request: model(requestType, { method, names: new Set([...full.matchAll(/\{(\w+)/g)].map(([, key = '']) => key)) }) as Value } }),
      ordered: false, deprecated: isDeprecated(handler), bodyValidated: kind === 'api' && !bodyless(method) ? true : null, marker: null,
    };
  }));
}

/** Encore.ts (https://encore.dev/docs/ts): functions that are declared with their method, path and who may call. Its runtime is not run here. */
export const dialect: Dialect = {
  name: 'encore',
  packages: ['encore.dev/api'],
  registrars: new Set(['api', 'raw']),
  models: () => ({
    imports(specifier, name) {
      if (specifier === 'encore.dev/api') return name === 'api' ? api : name === 'APIError' ? apiError : name === 'ErrCode' ? errCode : undefined;
      return specifier === '~encore/auth' && name === 'getAuthData' ? native('getAuthData', machine => machine.input('principal')) : undefined;
    },
  }),
  routes: program => program.collected<Api>(KEPT).flatMap(one => endpointsOf(program, one)),
};
