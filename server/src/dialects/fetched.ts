import { lookup } from '../evaluate/environment';
import type { Program } from '../evaluate/program';
import { visitStatements } from '../evaluate/roots';
import type { Value } from '../evaluate/value';

/**
 * Values of which a module uses a member, in functions that nobody calls in the workspace, too: `export default { fetch: (request) =>
 * app.fetch(request) }`.
 */
export function usedBy(program: Program, members: ReadonlySet<string>): readonly Value[] {
  const out: Value[] = [];
  for (const module of program.modules.values()) {
    const names = new Set<string>();
    for (const unit of Object.values(module.facts.units)) visitStatements(unit.body, e => { if (e.k === 'member' && members.has(e.prop) && e.obj.k === 'id') names.add(e.obj.name); });
    for (const name of names) {
      const value = lookup(program.machine, module.env, name);
      if (value) out.push(value);
    }
  }
  return out;
}
