import picomatch from 'picomatch';
import type { EndpointState } from '../model/api';
import type { Site } from '../model/facts';
import type { Machine } from '../evaluate/machine';
import { conditions } from '../evaluate/path';
import type { Program } from '../evaluate/program';
import type { ClassValue, NativeValue, Value } from '../evaluate/value';
import { stringOf, UNDEFINED } from '../evaluate/value';
import { NOWHERE, siteKey } from '../model/facts';
import { callExchange } from './call-exchange';
import type { Attached } from './decorators';
import { classDecorators, lineage } from './decorators';
import type { Exchange, RawComponent, RawEndpoint, Step } from './dialect';
import { isMissing } from './exported';
import { folderOf } from './projects';
import { enter, hostsOf, isServing, mountOf, servingHandler } from './served';

/** For dialects whose routes are decorated classes: which classes a list stands for, and what hangs behind an application of another dialect. */

/** A value that is on a list; conditional when it may not be. */
export interface Listed { readonly value: Value; readonly conditional: boolean; readonly site: Site | null }

const present = (v: Value | undefined): v is Value => !isMissing(v) && !(v?.t === 'lit' && v.v === false);

/** The values on a list, with those apart that are only on some alternatives of it. */
export function listed(value: Value | undefined, conditional = false): Listed[] {
  if (!present(value)) return [];
  if (value.t === 'union') {
    const sure = value.of.filter(present).length === 1 && value.of.length === 1;
    return value.of.flatMap(one => listed(one, conditional || !sure));
  }
  if (value.t !== 'list') return [{ value, conditional, site: null }];
  // `...(flag ? [A] : [])` leaves its items on the list, and says behind them what it was.
  const doubtful = new Set<Value>();
  for (const item of value.items) if (item.t === 'hole') for (const from of item.from) if (from.t === 'union') {
    const ways = from.of.map(way => way.t === 'list' ? way.items : []);
    for (const one of ways.flat()) if (!ways.every(way => way.includes(one))) doubtful.add(one);
  }
  const items = value.items.filter(item => item.t !== 'hole').flatMap(item => listed(item, conditional || doubtful.has(item)).map(one => ({ ...one, site: one.site ?? value.site })));
  return value.open && value.rest ? [...items, ...listed(value.rest, true)] : items;
}

/** A class on a list of controllers. */
export interface ListedClass { readonly cls: ClassValue; readonly conditional: boolean }

const EXTENSION = /\.(?:[cm]?[jt]sx?|\{[^}]*\}|[@*+?]\([^)]*\)|\*)$/;
const FILES = /\.[cm]?[jt]sx?$/;

/** The code files that a glob of a list names, whatever the compiler will call them; from `from`'s package where it starts nowhere. */
export function globbed(program: Program, glob: string, from: string): readonly string[] {
  const plain = glob.replace(/\\/g, '/').replace(/^file:\/\//, '');
  const { files } = program.environment;
  const code = files().filter(file => FILES.test(file) && !/\.d\.[cm]?ts$/.test(file));
  const folders = files().filter(file => /(^|\/)package\.json$/.test(file)).map(folderOf).filter(folder => folder === '' || from.startsWith(`${folder}/`)).sort((a, b) => b.length - a.length);
  // `__dirname` gives paths that start at the root.
  const roots = plain.startsWith('./') ? ['', ...folders] : folders.length > 0 ? folders : [''];
  const inside = plain.replace(/^(?:\.?\/)+/, '');
  const open = EXTENSION.test(inside) ? inside.replace(EXTENSION, '.*') : `${inside.replace(/\/$/, '')}/**/*.*`;
  // What is built stands in a folder beside the sources.
  const built = open.replace(/(^|\/)(?:dist|build|lib|out)(?=\/)/, '$1src');
  for (const root of roots) for (const pattern of [...new Set([open, built])]) {
    const matches = picomatch(root === '' ? pattern : `${root}/${pattern}`);
    const found = code.filter(file => matches(file));
    if (found.length > 0) return found;
  }
  return [];
}

/** Every class that a file exports, in lists and objects, too. */
function exportedClasses(program: Program, file: string): ClassValue[] {
  const module = program.load(file);
  if (!module) return [];
  const out: ClassValue[] = [];
  const visit = (v: Value | undefined, depth: number): void => {
    if (v?.t === 'class') { if (!out.includes(v)) out.push(v); }
    else if (v?.t === 'list' && depth < 3) for (const item of v.items) visit(item, depth + 1);
    else if (v?.t === 'object' && depth < 3) for (const item of v.props.values()) visit(item, depth + 1);
  };
  for (const name of program.exportNames(module)) visit(program.exported(module, name), 0);
  return out;
}

/** The classes that a list of classes, modules and globs stands for; null where a part of it is not known. */
export function classesOf(m: Machine, given: Value | undefined, from: string): readonly ListedClass[] | null {
  const out: ListedClass[] = [];
  let known = !(given?.t === 'list' && given.open && given.rest === null && given.items.length === 0);
  const add = (cls: ClassValue, conditional: boolean): void => { if (!out.some(one => one.cls === cls)) out.push({ cls, conditional }); };
  for (const { value, conditional } of listed(given)) {
    const text = stringOf(value);
    if (value.t === 'class') add(value, conditional);
    else if (text !== undefined) for (const file of globbed(m.program, text, from)) for (const cls of exportedClasses(m.program, file)) add(cls, conditional);
    else if (value.t === 'namespace') for (const cls of exportedClasses(m.program, value.module.file)) add(cls, conditional);
    else if (value.t === 'object') for (const one of value.props.values()) for (const inner of listed(one)) { if (inner.value.t === 'class') add(inner.value, conditional); }
    else known = false;
  }
  if (given && given.t !== 'list' && listed(given).length > 0 && out.length === 0) known = false;
  return known ? out : null;
}

/** Every class of the program that a decorator of one of these kinds stands on, in the order in which they were defined. */
export function decorated(m: Machine, kinds: readonly string[]): ClassValue[] {
  const seen = new Set<string>();
  return [...m.program.collected<ClassValue>('class')].filter(cls => {
    if (cls.fact.decorators.length === 0 || !classDecorators(m, cls).some(one => kinds.includes(one.kind))) return false;
    const key = siteKey(cls.site);
    return seen.has(key) ? false : Boolean(seen.add(key));
  });
}

/** Those of the classes that no other of them extends, without abstract ones. */
export function leaves(classes: readonly ClassValue[]): ClassValue[] {
  const parents = new Set<Value>(classes.flatMap(cls => lineage(cls).slice(1)));
  return classes.filter(cls => !parents.has(cls) && !cls.fact.abstract);
}

/** Where the routes of controllers hang: what leads there, and what runs on the way. */
export interface Hanging {
  readonly components: readonly RawComponent[];
  readonly application: RawEndpoint['application'];
  readonly state: EndpointState;
  steps(path: string, method: string): readonly Step[];
  exchange(m: Machine, request: { readonly method: string; readonly path: string }): Exchange;
}

/** Makes an application let requests in to what hangs behind it: `app.use(…)`. `server` says what that is. */
export function hang(m: Machine, app: Value, name: string, server: unknown, site: Site | null, path: Value | null = null): void {
  const handler: NativeValue = servingHandler(name, (machine, call) => { enter(machine, name, server, UNDEFINED, call.site); return UNDEFINED; });
  m.call(m.get(app, 'use'), path ? [path, handler as Value] : [handler as Value], { self: app, site, argSites: path ? [site, site] : [site] });
}

/** The endpoints that lead to servers of a kind, with what hangs there; the others stay as they are. */
export function hanging<S>(program: Program, told: readonly RawEndpoint[], name: string): { readonly others: readonly RawEndpoint[]; readonly hosts: readonly { readonly at: Hanging; readonly server: S }[] } {
  const found = hostsOf<S>(program, told, name, /^$/);
  const hosting = new Set(found.map(one => one.endpoint));
  return {
    others: told.filter(one => !hosting.has(one)),
    hosts: found.flatMap(({ endpoint, servers }) => servers.map(server => ({
      server, at: {
        components: mountOf(endpoint), application: endpoint.application, state: endpoint.state, steps: (path: string, method: string) => (endpoint.stepsBelow?.(path, method) ?? endpoint.steps).filter(step => step.kind === 'guard' && !isServing(step.value)),
        exchange: (m: Machine, request: { readonly method: string; readonly path: string }) => callExchange(m, request),
      },
    }))),
  };
}

/** Where controllers hang that no application has. */
export const nowhere: Hanging = { components: [], application: null, state: 'unmounted', steps: () => [], exchange: callExchange };

/** Goes on where a result is true, and refuses where it is not. */
export function goingOnWhere(m: Machine, result: Value, site: Site | null, via: string, refuse: () => void): void {
  if (!m.alive) return;
  const go = (): Value => { m.emit({ kind: 'next', value: UNDEFINED, status: null, site, via }); return UNDEFINED; };
  const stop = (): Value => { refuse(); m.alive = false; return UNDEFINED; };
  const truth = m.truth(result);
  if (truth !== undefined) { (truth ? go : stop)(); return; }
  const at = site ?? NOWHERE;
  m.fork([{ conditions: conditions(result, true, at), run: go }, { conditions: conditions(result, false, at), run: stop }], false);
}

/** Whether a doc comment of a class or method says that it is deprecated. */
export function saysDeprecated(docs: readonly (string | null | undefined)[]): boolean {
  return docs.some(doc => doc !== null && doc !== undefined && /@deprecated\b/.test(doc));
}

/** Where a decorator's argument is written, else the decorator. */
export const argumentSite = (said: Attached, index = 0): Site => said.argSites[index] ?? said.attached;

/** The files that are loaded together with a file: those that it leads to by its imports, and those of who leads to it. */
export function loadedBefore(program: Program, file: string): ReadonlySet<string> {
  const reach = (from: string): Set<string> => {
    const out = new Set([from]);
    for (const one of out) for (const used of program.modules.get(one)?.uses ?? []) out.add(used);
    return out;
  };
  const out = reach(file);
  for (const one of program.modules.keys()) {
    const found = reach(one);
    if (found.has(file)) for (const each of found) out.add(each);
  }
  return out;
}
