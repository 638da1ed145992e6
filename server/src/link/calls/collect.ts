import type { Place } from '../../model/api';
import type { ChainLink, Known, LibraryCall } from '../../model/calls';
import type { Expr } from '../../model/facts';
import type { Context } from './identity';
import { identityOf, nameOf } from './identity';
import { comparesSecret, isFramework, isOfInterest, methodOf } from './interest';
import { knownOf, newBudget } from './known';
import type { Around, Occurrence } from './scope';
import { dotted, within } from './scope';
import { functionsAround, isStaged, resultOf } from './uses';

/** A call before it is known which endpoints run it. */
export type FoundCall = Omit<LibraryCall, 'endpoints'>;

/** The calls of a file that checks ask about, in the order of the text. */
export function callsOf(ctx: Context, majorOf: (name: string) => number | null): readonly FoundCall[] {
  return ctx.scope.found.flatMap(one => {
    const kind = kindOf(ctx, one);
    return kind ? [found(ctx, one, kind, majorOf)] : [];
  });
}

interface Kind { readonly package: string; readonly name: string; readonly form: LibraryCall['form']; readonly callee: Expr; readonly args: readonly Expr[] }

function kindOf(ctx: Context, { e, unit }: Occurrence): Kind | undefined {
  switch (e.k) {
    case 'binary': {
      const sides = [e.l, e.r].map(side => dotted(side) ?? '');
      return e.l.k !== 'lit' && e.r.k !== 'lit' && e.l.k !== 'undef' && e.r.k !== 'undef' && comparesSecret(sides.map(side => side.replace(/\(\)$/, ''))) ? { package: '', name: e.op, form: 'compare', callee: e, args: [e.l, e.r] } : undefined;
    }
    case 'assign': {
      const target = e.target.k === 'expr' ? dotted(e.target.e) : null;
      return target !== null && /(^|\.)session\.\w+$/.test(target) && e.target.k === 'expr' ? { package: '', name: '=', form: 'assign', callee: e.target.e, args: [e.value] } : undefined;
    }
    case 'call': case 'new': {
      const plugin = pluginOf(ctx, e, unit);
      if (plugin) return plugin;
      // A link of a chain on a new object belongs to the construction.
      if (e.callee.k === 'member' && startsNew(e.callee.obj)) return undefined;
      const identity = identityOf(ctx, e.callee, unit);
      if (identity && isOfInterest(identity)) return { package: identity.package, name: nameOf(identity), form: e.k === 'new' || e.callee.k === 'super' ? 'new' : 'call', callee: e.callee, args: e.args };
      const method = identity && !isFramework(identity.package) ? undefined : methodOf(e.callee);
      return method && { ...method, form: 'call', callee: e.callee, args: e.args };
    }
    default: return undefined;
  }
}

const startsNew = (e: Expr): boolean => e.k === 'new' || (e.k === 'call' && e.callee.k === 'member' && startsNew(e.callee.obj));

/** `app.register(plugin, options)` of a package's plugin. */
function pluginOf(ctx: Context, e: Extract<Expr, { k: 'call' | 'new' }>, unit: string): Kind | undefined {
  if (e.callee.k !== 'member' || e.callee.prop !== 'register' || !e.args[0]) return undefined;
  const identity = identityOf(ctx, e.args[0], unit);
  return identity && identity.package.startsWith('@fastify/') && isOfInterest(identity) ? { package: identity.package, name: 'register', form: 'call', callee: e.callee, args: e.args.slice(1) } : undefined;
}

function found(ctx: Context, { e, up, unit }: Occurrence, kind: Kind, majorOf: (name: string) => number | null): FoundCall {
  const place = (n: number): Place => ctx.host.place(ctx, unit, n);
  const known = (one: Expr): Known => knownOf(ctx, one, unit, newBudget());
  const { links, last, above } = chainOn(ctx, e, up, unit);
  const result = resultOf(ctx.scope, last, above, unit);
  const into = kind.form === 'assign' ? [dotted(kind.callee) ?? ''] : result.into;
  return {
    ...place(e.n), package: kind.package, name: kind.name, form: kind.form, callee: place(kind.callee.n),
    args: kind.args.map(known), argPlaces: kind.args.map(one => place(one.n)),
    chain: [...links, ...laterLinks(ctx, result.into, unit)], result: { ...result, into },
    functions: functionsAround(ctx.scope, unit), unit: `${ctx.file}#${unit}`, staged: isStaged(ctx.scope, up, unit),
    major: kind.package === '' ? null : majorOf(kind.package),
  };
}

/** The methods that are called on the result at once, and the whole expression. */
function chainOn(ctx: Context, start: Expr, from: Around | null, unit: string): { readonly links: readonly ChainLink[]; readonly last: Expr; readonly above: Around | null } {
  const links: ChainLink[] = [];
  let last = start;
  let above = from;
  while (above?.role === 'expr' && above.node.k === 'member' && above.node.obj === last) {
    const member = above.node;
    const call = above.up;
    if (call?.role !== 'expr' || call.node.k !== 'call' || call.node.callee !== member) break;
    links.push({ name: member.prop, args: call.node.args.map(one => knownOf(ctx, one, unit, newBudget())), at: ctx.host.place(ctx, unit, call.node.n) });
    last = call.node;
    above = call.up;
  }
  return { links, last, above };
}

/** The methods that are called on the variable that holds the result. */
function laterLinks(ctx: Context, into: readonly string[], unit: string): readonly ChainLink[] {
  const [name] = into;
  if (name === undefined || name.includes('.')) return [];
  const links: ChainLink[] = [];
  for (const one of ctx.scope.names.get(name) ?? []) {
    if (!within(one.unit, unit)) continue;
    links.push(...chainOn(ctx, one.e, one.up, one.unit).links);
  }
  return links;
}
