import { siteKey } from '../../model/facts';
import type { Program } from '../../evaluate/program';
import type { Value } from '../../evaluate/value';
import { alternatives, isCallable, lit, native, object, UNDEFINED } from '../../evaluate/value';
import type { EndpointState } from '../../model/api';
import { fullest } from '../fullest';
import type { Dialect, RawEndpoint, Step } from '../dialect';
import { usedBy } from '../fetched';
import { pathToRegexp } from '../path-to-regexp';
import { joinComponents, pathComponents } from '../paths';
import type { App, Route } from './app';
import { appOf, assumedApp, elysia } from './app';
import { before, elysiaContext, handle, redirect, status } from './context';

const stages = ['request', 'transform', 'before'] as const;

function stepsOf(route: Route, requests: Route['hooks']): Step[] {
  const hooks = [...new Set([...requests, ...route.hooks])];
  return stages.flatMap(stage => hooks.filter(hook => hook.stage === stage)).map((hook): Step => ({
    kind: 'guard', scope: hook.option ? 'route' : hook.scope === 'global' || hook.stage === 'request' ? 'app' : 'group', value: hook.value, site: hook.site, style: hook.option ? 'option' : 'argument',
    run: (m, { values }) => { before(m, hook.value, values['context'] ?? UNDEFINED, hook.adds, hook.site); },
  }));
}

function endpointOf(route: Route, app: App, application: RawEndpoint['application'], state: EndpointState): RawEndpoint {
  const components = route.parts.flatMap(part => pathComponents(part.value, pathToRegexp, part.site).slice(0, 1));
  const all = route.kind === 'mount' ? [...components, { text: '/{rest*}', complete: true, site: route.site, assumptions: [] }] : components;
  const path = joinComponents(all);
  const { handlerSite, kind } = route;
  // A value that is no function is the answer.
  const handler = isCallable(route.handler) || route.handler.t === 'sym' || route.handler.t === 'hole' || route.handler.t === 'union' ? route.handler : native('value', () => route.handler);
  const requests = application ? app.state.hooks.filter(hook => hook.stage === 'request') : [];
  return {
    method: route.method, components: all, protocol: kind === 'socket' ? 'websocket' : 'http', framework: 'elysia', application, state: state === 'live' && route.conditional ? 'conditional' : state, site: route.site,
    handler, handlerSite: handler.t === 'fn' ? handler.site : handlerSite,
    steps: [...stepsOf(route, requests), {
      kind: 'handler', scope: 'handler', value: handler, site: handlerSite, style: 'argument',
      run: (m, { values }) => {
        if (kind === 'socket') { m.emit({ kind: 'respond', value: UNDEFINED, status: lit(101), site: route.site, via: 'ws' }); return; }
        const context = values['context'] ?? UNDEFINED;
        handle(m, handler, kind === 'mount' ? m.get(context, 'request') : context, handlerSite);
      },
    }],
    exchange: () => ({ values: { context: elysiaContext({ method: route.method, path }, app.state.added) } }),
    ordered: false, deprecated: false, marker: null, bodyValidated: route.validated ? true : null,
  };
}

/** The applications that answer: that listen, whose `fetch` is used, that modules export by default, or that nobody uses where nothing is said. */
function servedBy(program: Program): readonly App[] {
  const all = program.collected<App>('elysia.app').filter(app => !app.state.assumed && app.state.users.length === 0);
  const listening = new Set([...program.collected<App>('elysia.served'), ...usedBy(program, new Set(['listen', 'fetch', 'handle'])).flatMap(one => appOf(one) ?? [])].map(app => app.state));
  const exported = [...program.modules.values()].flatMap(module => program.exported(module, 'default') ?? []).flatMap(alternatives)
    .flatMap(value => appOf(value) ?? (value.t === 'object' ? appOf(value.props.get('app')) ?? [] : []));
  const found = all.filter(app => listening.has(app.state));
  if (found.length > 0) return found;
  const byDefault = all.filter(app => exported.some(one => one.state === app.state));
  return byDefault.length > 0 ? byDefault : all;
}

function routes(program: Program): RawEndpoint[] {
  const out: RawEndpoint[] = [];
  const told = new Set<string>();
  const apps = fullest(servedBy(program), app => app.site, app => app.state.routes.length);
  for (const app of apps) {
    const file = app.state.site?.file ?? '';
    const same = apps.filter(one => one.state.site?.file === file);
    const id = same.length > 1 ? `${file}#${same.indexOf(app) + 1}` : file;
    for (const route of app.state.routes) { told.add(siteKey(route.site)); out.push(endpointOf(route, app, { id, entry: file }, 'live')); }
  }
  for (const app of program.collected<App>('elysia.app')) for (const route of app.state.routes) {
    if (told.has(siteKey(route.site))) continue;
    told.add(siteKey(route.site));
    out.push(endpointOf(route, app, null, 'unmounted'));
  }
  return out;
}

const ELYSIA: Value = elysia;

/** Elysia (https://elysiajs.com): applications that use each other; hooks belong to what is registered after them, as far as they reach. */
export const dialect: Dialect = {
  name: 'elysia',
  packages: ['elysia'],
  registrars: new Set(['get', 'post', 'put', 'patch', 'delete', 'options', 'head', 'all', 'route', 'ws', 'group', 'guard', 'use', 'mount', 'listen']),
  models: () => ({
    imports(specifier, name) {
      if (specifier !== 'elysia') return undefined;
      switch (name) {
        case 'default': case 'export=': case 'Elysia': return ELYSIA;
        case '*': return object([['Elysia', ELYSIA], ['status', status], ['error', status], ['redirect', redirect]]);
        case 'status': case 'error': return status;
        case 'redirect': return redirect;
        default: return undefined;
      }
    },
    types: (type, site) => type.specifier === 'elysia' && (type.name === 'Elysia' || type.name === 'default') ? assumedApp(site) : undefined,
  }),
  routes,
};
