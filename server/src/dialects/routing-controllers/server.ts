import type { Program } from '../../evaluate/program';
import type { Machine } from '../../evaluate/machine';
import type { ClassValue, FnValue, NativeValue, Value } from '../../evaluate/value';
import { native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import { typeSaysRules } from '../class-validator';
import { endpointsOf, partOf } from '../class-routes';
import type { Hanging } from '../controllers';
import { classesOf, decorated, hang, hanging, leaves, nowhere } from '../controllers';
import type { Attached } from '../decorators';
import { classDecorator, lineage, methodDecorators, methodsOf, parameterDecorators } from '../decorators';
import type { RawComponent, RawEndpoint } from '../dialect';
import type { Container } from '../injection';
import { createContainer } from '../injection';
import { pathToRegexp } from '../path-to-regexp';
import { pathComponents } from '../paths';
import { handlerStep, stepsOf } from './steps';

/** The package. */
export const PACKAGE = 'routing-controllers';
const said = (name: string): string => `${PACKAGE}:${name}`;
const CONTROLLERS = [said('Controller'), said('JsonController')];
const verbs: Readonly<Record<string, string>> = Object.fromEntries(['Get', 'Post', 'Put', 'Patch', 'Delete', 'Head', 'All'].map(name => [said(name), name === 'All' ? 'ANY' : name.toUpperCase()]));

/** What an application was given. */
export interface Server { readonly options: Value; readonly file: string; readonly container: Container }

/** `createExpressServer(options)` and `useExpressServer(app, options)`. */
export function serving(host: 'express' | 'koa', creates: boolean): NativeValue {
  return native(creates ? 'createServer' : 'useServer', (m, call) => {
    const file = call.site?.file ?? '';
    const factory = creates ? m.program.environment.models.importValue(host, 'default', file) : undefined;
    const app = creates ? factory ? (host === 'koa' ? m.construct(factory, [], call.site) : m.call(factory, [], { site: call.site })) : UNDEFINED : call.args[0] ?? UNDEFINED;
    const server: Server = { options: call.args[creates ? 0 : 1] ?? object(), file, container: createContainer() };
    if (m.alive) hang(m, app, PACKAGE, server, call.site);
    return app;
  });
}

/** The route that a method's decorators declare. */
function routesOf(m: Machine, fn: FnValue): { readonly method: string; readonly said: Attached }[] {
  return methodDecorators(m, fn).flatMap(one => {
    const method = one.kind === said('Method') ? stringOf(one.args[0])?.toUpperCase() : verbs[one.kind];
    if (method === undefined) return [];
    return [{ method, said: one }];
  });
}

/** Whether the body of an action is validated: classes with rules are, unless somebody says that they are not. */
function bodyValidated(m: Machine, options: Value, fn: FnValue): boolean | null {
  const at = parameterDecorators(m, fn.env, fn.unit).findIndex(each => each.some(one => one.kind === said('Body')));
  if (at < 0) return null;
  const body = parameterDecorators(m, fn.env, fn.unit)[at]?.find(one => one.kind === said('Body'));
  const off = (v: Value | undefined, key: string): boolean => v?.t === 'object' && m.truth(m.get(v, key)) === false && v.props.has(key);
  if (off(body?.args[0], 'validate') || (off(options, 'validation') && !(body?.args[0]?.t === 'object' && body.args[0].props.has('validate'))) || off(options, 'classTransformer')) return false;
  return typeSaysRules(m, fn, fn.module.facts.units[fn.unit]?.params[at]?.type ?? null);
}

/** The prefix of an application's routes: `api` is `/api`. */
function prefixOf(options: Value): readonly RawComponent[] {
  const prefix = options.t === 'object' ? options.props.get('routePrefix') : undefined;
  return pathComponents(prefix ?? null, pathToRegexp, options.t === 'object' ? options.site : null).slice(0, 1);
}

function ofController(m: Machine, at: Hanging, server: Server, cls: ClassValue, conditional: boolean): RawEndpoint[] {
  const controller = CONTROLLERS.map(kind => classDecorator(m, cls, kind)).find(one => one !== undefined);
  if (!controller) return [];
  return methodsOf(cls).flatMap(fn => routesOf(m, fn).flatMap(route => endpointsOf({
    framework: PACKAGE, at, conditional, cls, fn, method: route.method, site: route.said.attached,
    parts: [prefixOf(server.options), partOf(controller, pathToRegexp), partOf(route.said, pathToRegexp, route.said.kind === said('Method') ? 1 : 0)],
    steps: [...stepsOf(m, server, cls, fn), handlerStep(server, cls, fn, controller.kind === said('JsonController'))],
    bodyValidated: () => bodyValidated(m, server.options, fn),
  })));
}

/** The endpoints of the controllers that applications have, and of those that none has. */
export function behind(program: Program, told: readonly RawEndpoint[]): readonly RawEndpoint[] {
  const m = program.machine;
  const classes = leaves(decorated(m, CONTROLLERS));
  if (classes.length === 0) return told;
  const { others, hosts } = hanging<Server>(program, told, PACKAGE);
  const seen = new Set<ClassValue>();
  const out = [...others];
  for (const { at, server } of hosts) {
    const given = server.options.t === 'object' ? server.options.props.get('controllers') : UNDEFINED;
    const none = given === undefined || (given.t === 'list' && !given.open && given.items.length === 0) || (given.t === 'lit' && given.v === undefined);
    const own = none ? null : classesOf(m, given, server.file);
    for (const { cls, conditional } of own ?? classes.map(one => ({ cls: one, conditional: false }))) {
      for (const one of lineage(cls)) seen.add(one);
      out.push(...ofController(m, at, server, cls, conditional));
    }
  }
  const orphan: Server = { options: object(), file: '', container: createContainer() };
  for (const cls of classes) if (!seen.has(cls)) out.push(...ofController(m, nowhere, orphan, cls, false));
  return out;
}
