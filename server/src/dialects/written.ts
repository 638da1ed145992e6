/** Where things are written that a call was given in objects and lists. */
import type { Machine } from '../evaluate/machine';
import type { Value } from '../evaluate/value';
import type { Expr, Site, Unit } from '../model/facts';

/** The object or list that is written at a site. What is read of a unit is kept: a table of routes is asked for many times. */
function expressionAt(m: Machine, site: Site): Expr | undefined {
  const unit = m.program.modules.get(site.file)?.facts.units[site.unit];
  if (!unit) return undefined;
  const kept = m.program.collected<Map<Unit, Map<number, Expr>>>('written.expressions');
  const units = kept[0] ?? new Map<Unit, Map<number, Expr>>();
  kept[0] ??= units;
  let known = units.get(unit);
  if (!known) units.set(unit, known = literalsOf(unit));
  return known.get(site.n);
}

function literalsOf(unit: Unit): Map<number, Expr> {
  const out = new Map<number, Expr>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if (Array.isArray(node)) { for (const one of node) visit(one); return; }
    if ('n' in node && 'k' in node && (node.k === 'object' || node.k === 'array') && typeof node.n === 'number' && ('items' in node || ('props' in node && !('rest' in node)))) out.set(node.n, node as Expr);
    for (const value of Object.values(node)) if (typeof value === 'object' && value !== null) visit(value);
  };
  visit(unit.body);
  return out;
}

/** Where the value of a property is written, when its object is written down. */
export function propertySite(m: Machine, object: Value | null | undefined, key: string): Site | null {
  if (object?.t !== 'object' || !object.site) return null;
  const e = expressionAt(m, object.site);
  if (e?.k !== 'object') return null;
  const prop = e.props.findLast(one => one.k === 'prop' && one.key === key);
  return prop?.k === 'prop' ? { ...object.site, n: prop.value.n } : null;
}

/** Where the items of a list are written, as far as that is known. */
export function itemSites(m: Machine, list: Value): readonly (Site | null)[] {
  if (list.t !== 'list' || !list.site) return [];
  const { site } = list;
  const e = expressionAt(m, site);
  return e?.k === 'array' && e.items.every(item => item.k !== 'spread') ? e.items.map(item => ({ ...site, n: item.n })) : [];
}
