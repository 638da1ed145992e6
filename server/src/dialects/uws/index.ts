import type { Machine } from '../../evaluate/machine';
import type { ModelType, ModelValue, NativeValue, Value } from '../../evaluate/value';
import { input, lit, model, native, object, stringOf, TRUE, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { NOWHERE } from '../../model/facts';
import { registrationSite } from '../../evaluate/registration';
import type { Dialect, RawEndpoint } from '../dialect';
import { fromText } from '../json';
import { pathToRegexp } from '../path-to-regexp';
import { joinComponents, pathComponents, requestPath } from '../paths';
import { openSocket, respond } from '../sockets';

interface Route { readonly method: string; readonly path: Value; readonly pathSite: Site | null; readonly handler: Value; readonly handlerSite: Site | null; readonly socket: boolean; readonly site: Site; readonly conditional: boolean; readonly app: Site | null }
const KEPT = 'uws.routes';

const VERBS: Readonly<Record<string, string>> = { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', del: 'DELETE', options: 'OPTIONS', head: 'HEAD', connect: 'CONNECT', trace: 'TRACE', any: 'ANY', ws: 'GET' };

const registering = (app: ModelValue<Site | null>, key: string, method: string): NativeValue => native(`app.${key}`, (m, call) => {
  const [path = lit('/'), handler = UNDEFINED] = call.args;
  if (m.alive) m.program.collected<Route>(KEPT).push({
    method, path, pathSite: call.argSites[0] ?? call.site, handler, handlerSite: call.argSites[1] ?? call.site, socket: key === 'ws', site: call.site ? registrationSite(m, call.site) : NOWHERE, conditional: m.nesting > 0, app: app.state,
  });
  return app as Value;
});

const appType: ModelType<Site | null> = {
  name: 'uws.App',
  get: (self, key) => VERBS[key] !== undefined ? registering(self, key, VERBS[key]) : key === 'then' ? undefined : native(`app.${key}`, () => self as Value),
};
const App = native('App', (_m, call) => model(appType, call.site, call.site) as Value);

interface Request { readonly method: string; readonly path: string; readonly names: readonly string[] }
const requestType: ModelType<Request> = {
  name: 'uws.Request',
  mentions: () => [input('request')],
  get: (self, key) => {
    const { method, path, names } = self.state;
    switch (key) {
      case 'getHeader': return native('req.getHeader', (m, call) => { const name = stringOf(call.args[0]); return name === undefined ? input('header') : m.input('header', name.toLowerCase()); });
      case 'getParameter': return native('req.getParameter', (m, call) => {
        const [which] = call.args;
        const name = which?.t === 'lit' ? typeof which.v === 'number' ? names[which.v] : String(which.v) : undefined;
        return name === undefined ? input('path') : m.input('path', name);
      });
      case 'getQuery': return native('req.getQuery', (m, call) => { const name = stringOf(call.args[0]); return name === undefined ? input('query') : m.input('query', name); });
      case 'getUrl': return native('req.getUrl', () => requestPath(path));
      case 'getMethod': case 'getCaseSensitiveMethod': return native(`req.${key}`, () => method === 'ANY' ? input('request', 'method') : lit(key === 'getMethod' ? method.toLowerCase() : method));
      default: return undefined;
    }
  },
};

const STATUS = '#status';
const responseType: ModelType<null> = {
  name: 'uws.Response',
  get: (self, key) => {
    switch (key) {
      // `res.writeStatus('401 Unauthorized')`.
      case 'writeStatus': return native('res.writeStatus', (m, call) => { const code = Number.parseInt(stringOf(call.args[0]) ?? '', 10); m.heap.set(self.props, STATUS, Number.isNaN(code) ? call.args[0] ?? UNDEFINED : lit(code)); return self as Value; });
      case 'end': case 'tryEnd': case 'endWithoutBody': return native(`res.${key}`, (m, call) => {
        m.emit({ kind: 'respond', value: key === 'endWithoutBody' ? UNDEFINED : fromText(call.args[0] ?? UNDEFINED), status: self.props.get(STATUS) ?? lit(200), site: call.site, via: `res.${key}` });
        return self as Value;
      });
      case 'cork': return native('res.cork', (m, call) => { const [fn] = call.args; if (fn) m.call(fn, [], { site: call.site }); return self as Value; });
      case 'onData': return native('res.onData', (m, call) => { const [fn] = call.args; if (fn) m.call(fn, [m.input('body'), TRUE], { site: call.site }); return self as Value; });
      case 'onAborted': case 'writeHeader': case 'write': case 'onWritable': case 'close': case 'pause': case 'resume': return native(`res.${key}`, () => self as Value);
      case 'upgrade': return native('res.upgrade', (m, call) => { respond(m, 101, call.site, 'res.upgrade'); return UNDEFINED; });
      default: return undefined;
    }
  },
  set: (self, key, value, m) => { m.heap.set(self.props, key, value); return true; },
};

function endpointsOf(m: Machine, { method, path, pathSite, handler: given, handlerSite, socket, site, conditional, app }: Route): RawEndpoint[] {
  // Of a connection, what decides whether it is opened, else what is done with it.
  const handler = socket ? ['upgrade', 'open', 'message'].map(key => m.get(given, key)).find(one => one.t === 'fn') ?? native('ws', () => UNDEFINED) : given;
  const file = app?.file ?? site.file;
  return pathComponents(path, pathToRegexp, pathSite).map((component): RawEndpoint => {
    const full = joinComponents([component]);
    return {
      method, components: [component], protocol: socket ? 'websocket' : 'http', framework: 'uWebSockets.js', application: { id: file, entry: file }, state: conditional ? 'conditional' : 'live', site, handler, handlerSite: handler.t === 'fn' ? handler.site : handlerSite,
      steps: [{
        kind: 'handler', scope: 'handler', value: handler, site: handlerSite, style: 'argument',
        run(machine, { values }) {
          const { res = UNDEFINED, req = UNDEFINED } = values;
          if (!socket) { machine.call(handler, [res, req], { site: handlerSite }); return; }
          // Without an `upgrade` of its own every connection is opened.
          const upgrade = machine.get(given, 'upgrade');
          if (upgrade.t === 'fn') { machine.call(upgrade, [res, req, object()], { site: handlerSite }); return; }
          const open = machine.get(given, 'open');
          if (open.t === 'fn') machine.call(open, [openSocket()], { site: handlerSite });
          if (machine.alive && machine.events.every(event => event.kind !== 'respond')) respond(machine, 101, handlerSite, 'ws');
        },
      }],
      exchange: () => ({ values: { res: model(responseType, null) as Value, req: model(requestType, { method, path: full, names: [...full.matchAll(/\{(\w+)/g)].map(([, name = '']) => name) }) as Value } }),
      ordered: false, deprecated: false, marker: null, bodyValidated: null,
    };
  });
}

const names: ReadonlySet<string> = new Set(['App', 'SSLApp', 'H3App']);

/** uWebSockets.js (https://github.com/uNetworking/uWebSockets.js). It is not in the registry, so that it is not run here. */
export const dialect: Dialect = {
  name: 'uws',
  packages: ['uWebSockets.js', 'uws'],
  registrars: new Set(Object.keys(VERBS)),
  models: () => ({
    imports(specifier, name) {
      if (specifier !== 'uWebSockets.js' && specifier !== 'uws') return undefined;
      return names.has(name) ? App : name === 'default' || name === 'export=' || name === '*' ? object([...names].map((one): [string, Value] => [one, App])) : undefined;
    },
  }),
  routes: program => program.collected<Route>(KEPT).flatMap(one => endpointsOf(program.machine, one)),
};
