import type { Expr, Site, Stmt } from '../model/facts';
import type { ModuleInstance } from '../evaluate/program';
import { namesOf } from '../evaluate/patterns';
import type { Value } from '../evaluate/value';
import type { Step } from './dialect';

/** For dialects whose handlers are exports of files. */

/** Whether there is no such export, or nothing in it. */
export const isMissing = (v: Value | undefined): boolean => v === undefined || (v.t === 'lit' && (v.v === undefined || v.v === null));

/**
 * Where a module's export is written: its declaration, else the entry of a list of exports, or the re-export that brings it. Never where it
 * comes from: the route is this file's.
 */
export function siteOfExport(module: ModuleInstance, name: string): Site {
  const { exports } = module.facts;
  const said = exports.find(fact => fact.kind !== 'star' && fact.exported === name) ?? exports.find(fact => fact.kind === 'star');
  const wanted = said?.kind === 'local' ? said.local : name;
  const declares = (stmt: Stmt): boolean => {
    if (stmt.k === 'fn' || stmt.k === 'class') return stmt.name === wanted;
    if (stmt.k === 'exportDefault') return wanted === '*default*';
    if (stmt.k === 'expr') return isCommonJsExport(stmt.e, name);
    return stmt.k === 'var' && stmt.decls.some(decl => namesOf(decl.target).includes(wanted));
  };
  const statement = said === undefined || said.kind === 'local' ? module.facts.units['']?.body.find(declares) : undefined;
  // `export { handler as GET, handler as POST }`: each entry is a registration of what is declared once.
  const entry = said?.kind === 'local' && said.local === said.exported ? undefined : said?.n;
  return { file: module.file, unit: '', n: entry ?? statement?.n ?? said?.n ?? -1 };
}

/** `module.exports = handler`, `exports.GET = handler`. */
function isCommonJsExport(e: Expr, name: string): boolean {
  if (e.k !== 'assign' || e.target.k !== 'expr' || e.target.e.k !== 'member') return false;
  return e.target.e.prop === name || (e.target.e.prop === 'exports' && name === 'default');
}

/** Whether the JSDoc of a handler says that it is deprecated. */
export const isDeprecated = (handler: Value): boolean => handler.t === 'fn' && /@deprecated\b/.test(handler.module.facts.units[handler.unit]?.doc ?? '');

/** Whether a handler hands every request to an application of another dialect, which tells its routes itself. */
export const isToldElsewhere = (v: Value): boolean => v.t === 'native' && v.props.has('#app');

/** A handler without the wrappers of libraries around it (`withSentry(handler)`): they run before it and get their own steps. */
export function unwrap(value: Value, site: Site): { readonly handler: Value; readonly wrappers: readonly Step[] } {
  const wrappers: Step[] = [];
  let handler = value;
  while (handler.t === 'sym' && handler.op === 'call' && wrappers.length < 6) {
    const inner = handler.args.filter(arg => arg.t === 'fn' || (arg.t === 'sym' && arg.op === 'call'));
    const [only] = inner;
    if (inner.length !== 1 || !only) break;
    wrappers.push({ kind: 'guard', scope: 'wrapper', value: handler.base, site: handler.site ?? site, style: 'wrapper', run: () => undefined });
    handler = only;
  }
  return handler.t === 'fn' ? { handler, wrappers } : { handler: value, wrappers: [] };
}
