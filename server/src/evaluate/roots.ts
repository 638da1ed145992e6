import type { Expr, Site, Stmt } from '../model/facts';
import { callFunction, closure } from './calls';
import type { ModuleInstance, Program } from './program';
import type { ClassValue, FnValue, Value } from './value';
import { hole, UNDEFINED } from './value';

/** A function that may never have been called although its body registers something, or calls such a function. */
interface Candidate { readonly module: ModuleInstance; readonly unit: string; readonly names: ReadonlySet<string>; readonly key: string; readonly name: string | null; readonly registers: boolean }

/**
 * Runs the root modules, then tries what registers routes but was never reached: functions and classes whose caller is a test runner, a
 * command framework or a module that could not be followed. Callers come before callees, so that a function is tried alone only when nobody
 * else reaches it. `registering` are the files that import a framework; `registrars` the names of members that register. `settle` runs what
 * frameworks put off until everything is loaded.
 */
export function runRoots(program: Program, roots: readonly string[], registering: ReadonlySet<string>, registrars: ReadonlySet<string>, settle: () => void = () => undefined): void {
  for (const file of roots) program.load(file);
  aside(program, settle);
  const all = candidates(program, roots, registering, registrars);
  const imports = new Map([...new Set(all.map(one => one.module))].map(module => [module, importsOf(program, module)]));
  const callers = new Map(all.map(one => [one, all.filter(other => other !== one && calls(imports, other, one))]));
  const tried = new Set<Candidate>();
  const open = (one: Candidate): boolean => !tried.has(one) && !program.loadUnits.has(one.key);
  for (let attempts = 0; attempts < MAX_ATTEMPTS;) {
    // Only what itself registers and was not reached is worth an attempt; its furthest caller goes first.
    const goal = all.find(one => one.registers && open(one));
    if (!goal) return;
    const chain: Candidate[] = [goal];
    for (let at: Candidate | undefined = goal; at;) {
      at = callers.get(at)?.find(one => open(one) && !chain.includes(one));
      if (at) chain.push(at);
    }
    for (const one of chain.reverse()) {
      if (!open(goal) || attempts >= MAX_ATTEMPTS) break;
      if (!open(one)) continue;
      attempts++;
      tried.add(one);
      aside(program, () => { attempt(program, one); });
      aside(program, settle);
    }
  }
}

/** Runs a part of loading that no module asked for, with a budget of its own. */
function aside(program: Program, run: () => void): void {
  const m = program.machine;
  const units = m.units;
  Object.assign(m, { fuel: ATTEMPT_FUEL, units: program.loadUnits, path: null, alive: true });
  m.heap.outside(run);
  Object.assign(m, { units, path: null, alive: true, events: [], thrown: [] });
}

/** The files that a module imports, with the names that their default export has there. */
type Imports = ReadonlyMap<string, readonly string[]>;

/** Whether a candidate may call another: it mentions its name (or that of its class) and can see its module. */
function calls(imports: ReadonlyMap<ModuleInstance, Imports>, caller: Candidate, callee: Candidate): boolean {
  if (caller.module === callee.module) return callee.name !== null && caller.names.has(callee.name);
  const defaults = imports.get(caller.module)?.get(callee.module.file);
  if (!defaults) return false;
  return (callee.name !== null && caller.names.has(callee.name)) || defaults.some(local => caller.names.has(local));
}

function importsOf(program: Program, module: ModuleInstance): Imports {
  const files = new Map<string, string[]>([...module.uses].map(file => [file, []]));
  for (const fact of module.facts.imports) {
    const file = program.resolve(module.file, fact.specifier);
    if (!file) continue;
    const locals = files.get(file) ?? [];
    for (const binding of fact.bindings) if (binding.imported === 'default') locals.push(binding.local);
    files.set(file, locals);
  }
  return files;
}

/** The most functions that are tried, and the steps that one may take. */
const MAX_ATTEMPTS = 400;
const ATTEMPT_FUEL = 300_000;

/** Whether a call looks like one that registers: a registrar's name with a path or with more than a key (`map.get(key)` is none). */
export function isRegistration(call: Extract<Expr, { k: 'call' }>, registrars: ReadonlySet<string>): boolean {
  if (call.callee.k !== 'member' || !registrars.has(call.callee.prop)) return false;
  const [first, second] = call.args;
  if (!first) return false;
  if (['use', 'route', 'register', 'listen'].includes(call.callee.prop) && first.k !== 'lit') return true;
  const path = (first.k === 'lit' && typeof first.v === 'string' && first.v.startsWith('/')) || (first.k === 'template' && first.exprs.length > 0);
  return path || (second !== undefined && second.k !== 'object' && second.k !== 'lit' && second.k !== 'array');
}

/** Units directly below the top level, and methods of classes there, with the names they mention. */
function unitsOf(module: ModuleInstance, registrars: ReadonlySet<string>): { readonly candidate: Candidate; readonly registers: boolean }[] {
  const { units } = module.facts;
  const found = new Map<string, { readonly names: Set<string>; registers: boolean }>();
  for (const [inner, unit] of Object.entries(units)) {
    if (inner === '') continue;
    const key = inner.includes('.') ? inner.slice(0, inner.indexOf('.')) : inner;
    let one = found.get(key);
    if (!one) found.set(key, one = { names: new Set(), registers: false });
    const target = one;
    visitStatements(unit.body, expr => {
      if (expr.k === 'id') target.names.add(expr.name);
      else if (expr.k === 'member') target.names.add(expr.prop);
      else if (expr.k === 'call' && isRegistration(expr, registrars)) target.registers = true;
    });
  }
  return [...found].map(([unit, { names, registers }]) => {
    const name = units[unit]?.name ?? null;
    if (name !== null) names.delete(name);
    return { candidate: { module, unit, names, key: `${module.file}#${unit}`, name, registers: false }, registers };
  });
}

/** What registers in files that import a framework, and what in their importers calls such a function, some steps up. */
function candidates(program: Program, roots: readonly string[], registering: ReadonlySet<string>, registrars: ReadonlySet<string>): Candidate[] {
  const modules = roots.map(file => program.modules.get(file)).filter(module => module !== undefined);
  const units = new Map(modules.map(module => [module, unitsOf(module, registrars)]));
  const out = new Map<string, Candidate>();
  let wave: Candidate[] = [];
  for (const module of modules) if (registering.has(module.file)) {
    for (const { candidate, registers } of units.get(module) ?? []) if (registers) wave.push({ ...candidate, registers: true });
  }
  for (let depth = 0; depth < 6 && wave.length > 0; depth++) {
    for (const one of wave) out.set(one.key, one);
    const files = new Set(wave.map(one => one.module.file));
    const next: Candidate[] = [];
    for (const module of modules) {
      const locals = [...module.imports].filter(([, { specifier }]) => files.has(program.resolve(module.file, specifier) ?? '')).map(([local]) => local);
      const inside = files.has(module.file) ? wave.filter(one => one.module === module).map(one => one.name) : [];
      if (locals.length === 0 && inside.length === 0) continue;
      for (const { candidate } of units.get(module) ?? []) {
        if (!out.has(candidate.key) && (locals.some(local => candidate.names.has(local)) || inside.some(name => name !== null && candidate.names.has(name)))) next.push(candidate);
      }
    }
    wave = next;
  }
  return [...out.values()];
}

/** Calls a function with what its parameters' types say, or constructs its class and calls the method. */
function attempt(program: Program, { module, unit }: Candidate): void {
  const m = program.machine;
  const facts = module.facts.units[unit];
  if (!facts) return;
  const site: Site = { file: module.file, unit, n: 0 };
  const typed = declaredType(module, unit);
  const args = facts.params.map((param, position) => param.type?.k === 'ref' ? argument(program, module, param.type.name, site) : argument(program, module, typed, site, position));
  const owner = program.collected<ClassValue>('class').find(cls => cls.module === module && cls.fact.members.some(member => member.value?.k === 'fn' && member.value.unit === unit));
  const holder: FnValue = closure(module.env, unit, site);
  // The methods of a base class run for its subclasses.
  if (owner && program.collected<ClassValue>('class').some(cls => cls.parent === owner)) return;
  if (!owner) { callFunction(m, holder, args, UNDEFINED, null); return; }
  const member = owner.fact.members.find(one => one.value?.k === 'fn' && one.value.unit === unit);
  if (member?.static === true) { callFunction(m, { ...holder, env: owner.env, home: owner }, args, owner, null); return; }
  const constructor = owner.fact.members.find(one => one.kind === 'constructor');
  const shape = constructor?.value?.k === 'fn' ? module.facts.units[constructor.value.unit] : undefined;
  const given = (shape?.params ?? []).map(param => argument(program, module, param.type?.k === 'ref' ? param.type.name : null, site));
  const self = m.construct(owner, given, site);
  if (member?.kind === 'constructor') return;
  // A constructor that checks what it is given throws at arguments that nobody gave.
  m.alive = true;
  callFunction(m, { ...holder, env: owner.env, home: owner }, args, self, null);
}

/** The type that the constant of a function at the top level is declared with: `const plugin: FastifyPluginAsync = async (app) => …`. */
function declaredType(module: ModuleInstance, unit: string): string | null {
  for (const stmt of module.facts.units['']?.body ?? []) {
    if (stmt.k !== 'var') continue;
    for (const { init, type } of stmt.decls) if (init?.k === 'fn' && init.unit === unit) return type?.k === 'ref' ? type.name : null;
  }
  return null;
}

/** `position`: the type is that of the function, and the argument is the one at this place. */
function argument(program: Program, module: ModuleInstance, type: string | null, site: Site, position?: number): Value {
  const head = type?.split('.')[0] ?? '';
  const from = module.imports.get(head);
  const known = type === null ? undefined : program.environment.models.typedValue({ name: from && from.imported !== '*' && from.imported !== 'default' && !type.includes('.') ? from.imported : type, specifier: from?.specifier ?? null, ...position === undefined ? {} : { position } }, site);
  return known ?? hole('an argument nobody gave', site);
}

/** Visits every expression of statements, not those of nested functions. */
export function visitStatements(body: readonly Stmt[], visit: (e: Expr) => void): void {
  const seen = (node: unknown): void => {
    if (Array.isArray(node)) { for (const one of node) seen(one); return; }
    if (typeof node !== 'object' || node === null) return;
    if ('k' in node && 'n' in node && isExpression(node as { k: string })) visit(node as Expr);
    for (const value of Object.values(node)) if (typeof value === 'object' && value !== null) seen(value);
  };
  seen(body);
}

const expressions: ReadonlySet<string> = new Set(['call', 'id', 'member', 'new']);
const isExpression = (node: { readonly k: string }): boolean => expressions.has(node.k);
