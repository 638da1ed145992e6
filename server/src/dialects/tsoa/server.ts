import type { Machine } from '../../evaluate/machine';
import type { Environment, Program } from '../../evaluate/program';
import type { ClassValue, FnValue, Value } from '../../evaluate/value';
import { native, UNDEFINED } from '../../evaluate/value';
import type { TypeRef } from '../../model/facts';
import { endpointsOf, partOf } from '../class-routes';
import type { Hanging } from '../controllers';
import { decorated, globbed, hang, hanging, loadedBefore, nowhere } from '../controllers';
import type { Attached } from '../decorators';
import { classDecorators, methodDecorators, parameterDecorators } from '../decorators';
import type { RawComponent, RawEndpoint } from '../dialect';
import { isServing } from '../served';
import { folderOf } from '../projects';
import { handlerStep } from './handler';
import { middlewareSteps, securityStep } from './security';

/** The package. */
export const PACKAGE = 'tsoa';
const said = (name: string): string => `${PACKAGE}:${name}`;
const verbs: Readonly<Record<string, string>> = Object.fromEntries(['Get', 'Post', 'Put', 'Patch', 'Delete', 'Head', 'Options'].map(name => [said(name), name.toUpperCase()]));

/** The call that registers everything; where it is written. */
interface Call { readonly file: string }

/** `RegisterRoutes(app)` of a module that is generated. */
export const registerRoutes: Value = native('RegisterRoutes', (m, call) => {
  if (m.alive && call.args[0]) hang(m, call.args[0], PACKAGE, { file: call.site?.file ?? '' } satisfies Call, call.site);
  return UNDEFINED;
});

/** What `tsoa.json` says. */
export interface Settings {
  readonly basePath: string;
  /** `expressAuthentication` of the module that it names. */
  readonly authentication: Value | null;
  readonly container: Value | null;
  readonly rootSecurity: readonly Readonly<Record<string, readonly string[]>>[];
  /** The files of the controllers; null for all that are loaded. */
  readonly files: ReadonlySet<string> | null;
}

const record = (v: unknown): Readonly<Record<string, unknown>> => typeof v === 'object' && v !== null && !Array.isArray(v) ? v as Readonly<Record<string, unknown>> : {};
const text = (v: unknown): string | null => typeof v === 'string' ? v : null;

/** The folder of the nearest configuration above a file, with what is in it. */
function configured(environment: Environment, file: string): { readonly folder: string; readonly config: Readonly<Record<string, unknown>> } | null {
  for (let folder = folderOf(file); ; folder = folderOf(folder)) {
    for (const name of ['tsoa.json', 'tsoa.yaml', 'tsoa.yml']) {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (environment.exists(path)) return { folder, config: record(environment.json(path)) };
    }
    if (folder === '') return null;
  }
}

function exportedFrom(program: Program, folder: string, path: string | null, name: string): Value | null {
  if (path === null) return null;
  const file = program.resolve(folder === '' ? 'tsoa.json' : `${folder}/tsoa.json`, path.startsWith('.') ? path : `./${path}`);
  const module = file === undefined ? undefined : program.load(file);
  return module ? program.exported(module, name) ?? null : null;
}

/** The configuration for what registers at a file. */
function settingsFor(program: Program, file: string): Settings {
  const found = configured(program.environment, file);
  if (!found) return { basePath: '', authentication: null, container: null, rootSecurity: [], files: null };
  const { folder, config } = found;
  const routes = record(config.routes);
  const globs = Array.isArray(config.controllerPathGlobs) ? config.controllerPathGlobs.filter(one => typeof one === 'string') : [];
  const entry = text(config.entryFile);
  const start = entry === null ? undefined : program.resolve(folder === '' ? 'tsoa.json' : `${folder}/tsoa.json`, entry.startsWith('.') ? entry : `./${entry}`);
  const at = folder === '' ? 'tsoa.json' : `${folder}/tsoa.json`;
  const files = new Set([...globs.flatMap(glob => globbed(program, glob, at)), ...start === undefined ? [] : loadedBefore(program, start)]);
  for (const one of files) program.load(one);
  const root = record(config.spec).rootSecurity;
  return {
    basePath: text(routes.basePath) ?? '', authentication: exportedFrom(program, folder, text(routes.authenticationModule), 'expressAuthentication'),
    container: exportedFrom(program, folder, text(routes.iocModule), 'iocContainer'),
    rootSecurity: Array.isArray(root) ? root.map(one => record(one) as Readonly<Record<string, readonly string[]>>) : [], files: files.size > 0 ? files : null,
  };
}

const scalarTypes: ReadonlySet<string> = new Set(['any', 'unknown', 'object', 'void', 'never']);

/** tsoa validates bodies by their types: what says nothing is not validated. */
function bodyValidated(m: Machine, fn: FnValue): boolean | null {
  const at = parameterDecorators(m, fn.env, fn.unit).findIndex(each => each.some(one => one.kind === said('Body') || one.kind === said('BodyProp')));
  const type: TypeRef | null | undefined = at < 0 ? undefined : fn.module.facts.units[fn.unit]?.params[at]?.type;
  if (type === undefined) return null;
  return type !== null && !(type.k === 'keyword' && scalarTypes.has(type.name)) && !(type.k === 'ref' && ['Record', 'Object'].includes(type.name));
}

/** Paths of both spellings: `{id}` and `:id`. */
const syntax = (path: string): string => path.replace(/:(\w+)/g, '{$1}');

function ofController(m: Machine, at: Hanging, settings: Settings, cls: ClassValue): RawEndpoint[] {
  const all = classDecorators(m, cls);
  const route = all.find(one => one.kind === said('Route'));
  if (!route) return [];
  const base: readonly RawComponent[] = [{ text: settings.basePath, complete: true, site: null, assumptions: [] }];
  // Only what stands in the class itself is generated: nothing that it inherits.
  return [...cls.members.values()].filter(member => member.kind === 'method').flatMap(({ fn }) => {
    const own = methodDecorators(m, fn);
    const verb = own.find(one => verbs[one.kind] !== undefined);
    if (!verb) return [];
    const security = securityStep(m, settings, all, own);
    return endpointsOf({
      framework: PACKAGE, at, conditional: false, cls, fn, method: verbs[verb.kind] ?? 'GET', site: verb.attached, parts: [base, partOf(route, syntax), partOf(verb, syntax)],
      steps: [...security ? [security] : [], ...middlewareSteps(all, 'class'), ...middlewareSteps(own, 'route'), handlerStep(settings, cls, fn)],
      deprecated: isDeprecated(own), bodyValidated: () => bodyValidated(m, fn),
    });
  });
}

const isDeprecated = (own: readonly Attached[]): boolean => own.some(one => one.kind === said('Deprecated'));

/** The controller and method that a generated handler calls: `ItemsController_show`. */
function generatedFor(program: Program, endpoint: RawEndpoint, classes: readonly ClassValue[]): { readonly cls: ClassValue; readonly member: string } | undefined {
  const module = program.modules.get(endpoint.site.file);
  if (!module || isServing(endpoint.handler ?? UNDEFINED) || ![...module.imports.values()].some(one => one.specifier === '@tsoa/runtime' || one.specifier === PACKAGE)) return undefined;
  const { handler } = endpoint;
  const name = handler?.t === 'fn' ? handler.module.facts.units[handler.unit]?.name ?? '' : '';
  const cls = classes.find(one => name.startsWith(`${one.name ?? ''}_`));
  return cls ? { cls, member: name.slice((cls.name ?? '').length + 1) } : undefined;
}

/** What leads to a generated route: the mount of its router, without the whole path that is written in it. */
function hangingAt(endpoint: RawEndpoint): Hanging {
  const steps = endpoint.steps.filter(step => step.kind === 'guard' && step.scope !== 'route');
  return { components: endpoint.components.slice(0, -1), application: endpoint.application, state: endpoint.state, steps: () => steps, exchange: m => endpoint.exchange(m) };
}

/** The endpoints of the controllers that are registered, and of those that are not. */
export function behind(program: Program, told: readonly RawEndpoint[]): readonly RawEndpoint[] {
  const m = program.machine;
  const start = hanging<Call>(program, told, PACKAGE);
  const settings = new Map<string, Settings>();
  const settingsOf = (file: string): Settings => settings.get(file) ?? settings.set(file, settingsFor(program, file)).get(file) ?? settingsFor(program, file);
  for (const { server } of start.hosts) settingsOf(server.file);
  const classes = decorated(m, [said('Route')]);
  if (classes.length === 0) return told;
  const seen = new Set<ClassValue>();
  const out: RawEndpoint[] = [];
  for (const one of start.others) {
    const found = generatedFor(program, one, classes);
    if (!found) { out.push(one); continue; }
    seen.add(found.cls);
    out.push(...ofController(m, hangingAt(one), settingsOf(one.site.file), found.cls).filter(each => each.handler?.t === 'fn' && each.handler.name === found.member));
  }
  for (const { at, server } of start.hosts) {
    const { files } = settingsOf(server.file);
    for (const cls of classes) if (files === null || files.has(cls.site.file)) {
      seen.add(cls);
      out.push(...ofController(m, at, settingsOf(server.file), cls));
    }
  }
  for (const cls of classes) if (!seen.has(cls)) out.push(...ofController(m, nowhere, settingsOf(cls.site.file), cls));
  return out;
}
