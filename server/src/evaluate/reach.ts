import type { Expr, ModuleFacts, Stmt } from '../model/facts';
import type { ModuleInstance, Program } from './program';
import { isRegistration } from './roots';

/**
 * Whether a function may register something when it is called: it looks like it does, or it mentions what may, in its module or in one that
 * leads to registrations. Functions that are handed to unknown code while modules load are followed only then: what else they do they do for
 * a request, later.
 */
export function createReach(program: Program): (module: ModuleInstance, unit: string) => boolean {
  const { registrars, leads } = program.environment;
  const answers = new WeakMap<ModuleFacts, Map<string, boolean>>();
  const reaches = (module: ModuleInstance, key: string): boolean => {
    let known = answers.get(module.facts);
    if (!known) answers.set(module.facts, known = new Map());
    const answer = known.get(key);
    if (answer !== undefined) return answer;
    // What only calls itself registers nothing.
    known.set(key, false);
    const names = new Set<string>();
    let found = false;
    for (const unit of Object.values(module.facts.units)) if (unit.key === key || unit.key.startsWith(`${key}.`)) {
      for (const one of expressionsOf(unit.body)) {
        if (one.k === 'id') names.add(one.name);
        else if (one.k === 'member') names.add(one.prop);
        else if (one.k === 'import' || (one.k === 'call' && registrars && isRegistration(one, registrars))) found = true;
      }
    }
    found ||= names.has('require') || [...names].some(name => {
      const from = module.imports.get(name);
      const file = from && program.resolve(module.file, from.specifier);
      return file !== undefined && leads?.(file) !== false;
    }) || Object.values(module.facts.units).some(unit => unit.key !== '' && unit.name !== null && names.has(unit.name) && unit.key !== key && reaches(module, unit.key));
    known.set(key, found);
    return found;
  };
  return (module, unit) => registrars === undefined || leads === undefined || (leads(module.file) && reaches(module, unit));
}

/** Every expression of statements, not those of nested functions. */
function expressionsOf(body: readonly Stmt[]): Expr[] {
  const out: Expr[] = [];
  const queue: unknown[] = [...body];
  while (queue.length > 0) {
    const node = queue.pop();
    if (Array.isArray(node)) { for (const one of node as readonly unknown[]) queue.push(one); continue; }
    if (typeof node !== 'object' || node === null) continue;
    if ('k' in node && 'n' in node) out.push(node as Expr);
    for (const value of Object.values(node)) if (typeof value === 'object' && value !== null) queue.push(value);
  }
  return out;
}
