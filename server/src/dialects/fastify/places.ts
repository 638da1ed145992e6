import type { Machine } from '../../evaluate/machine';
import type { Value } from '../../evaluate/value';
import type { Expr, Site } from '../../model/facts';

/** The expression at a site. */
function expressionAt(m: Machine, site: Site): Expr | undefined {
  const unit = m.program.modules.get(site.file)?.facts.units[site.unit];
  let found: Expr | undefined;
  const visit = (node: unknown): void => {
    if (found !== undefined || typeof node !== 'object' || node === null) return;
    if (Array.isArray(node)) { for (const one of node) visit(one); return; }
    if ('n' in node && 'k' in node && node.n === site.n && (node.k === 'object' || node.k === 'array')) { found = node as Expr; return; }
    for (const value of Object.values(node)) if (typeof value === 'object' && value !== null) visit(value);
  };
  visit(unit?.body);
  return found;
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
