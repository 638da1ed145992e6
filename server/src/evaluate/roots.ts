import type { Expr, Site, Stmt } from '../model/facts';
import { callFunction, closure } from './calls';
import { FUEL } from './machine';
import type { ModuleInstance, Program } from './program';
import type { ClassValue, FnValue, Value } from './value';
import { hole, UNDEFINED } from './value';

/** A function that was never called although its body registers something. */
interface Candidate { readonly module: ModuleInstance; readonly unit: string; readonly names: ReadonlySet<string> }

/**
 * Runs the root modules, then tries what registers routes but was never reached: exported functions and classes whose caller is a test
 * runner, a command framework or a module that could not be followed. Callers come before callees, so a function is tried alone only when
 * nobody else reaches it.
 */
export function runRoots(program: Program, roots: readonly string[], registrars: ReadonlySet<string>): void {
  for (const file of roots) program.load(file);
  const m = program.machine;
  const known = new Map<ModuleInstance, readonly Candidate[]>();
  const tried = new Set<string>();
  for (let round = 0; round < MAX_ATTEMPTS; round++) {
    const left: Candidate[] = [];
    for (const module of program.modules.values()) {
      let all = known.get(module);
      if (!all) known.set(module, all = candidates(module, registrars));
      for (const one of all) if (!tried.has(keyOf(one)) && !reached(program, one)) left.push(one);
    }
    const mentioned = new Set<string>();
    for (const one of left) for (const name of one.names) mentioned.add(name);
    const next = left.find(one => !mentioned.has(nameOf(one) ?? '')) ?? left[0];
    if (!next) return;
    tried.add(keyOf(next));
    const units = m.units;
    Object.assign(m, { fuel: ATTEMPT_FUEL, units: program.loadUnits, path: null, alive: true });
    m.heap.outside(() => { attempt(program, next); });
    Object.assign(m, { units, path: null, alive: true, events: [], thrown: [] });
  }
}

/** The most functions that are tried, and the steps that one may take. */
const MAX_ATTEMPTS = 400;
const ATTEMPT_FUEL = 400_000;

const keyOf = (one: Candidate): string => `${one.module.file}#${one.unit}`;
const reached = (program: Program, one: Candidate): boolean => program.loadUnits.has(keyOf(one));

function nameOf({ module, unit }: Candidate): string | undefined {
  return module.facts.units[unit]?.name ?? undefined;
}

/** Units directly below the top level, or methods of its classes, that call a registrar somewhere inside. */
function candidates(module: ModuleInstance, registrars: ReadonlySet<string>): Candidate[] {
  const units = module.facts.units;
  const found = new Map<string, { readonly names: Set<string>; registers: boolean }>();
  for (const [inner, unit] of Object.entries(units)) {
    if (inner === '') continue;
    const key = inner.includes('.') ? inner.slice(0, inner.indexOf('.')) : inner;
    let one = found.get(key);
    if (!one) found.set(key, one = { names: new Set(), registers: false });
    const { names } = one;
    visitStatements(unit.body, expr => {
      if (expr.k === 'id') names.add(expr.name);
      else if (expr.k === 'member') names.add(expr.prop);
      else if (expr.k === 'call' && expr.callee.k === 'member' && expr.args.length > 0 && registrars.has(expr.callee.prop)) found.set(key, one = { names, registers: true });
    });
  }
  const out: Candidate[] = [];
  for (const [unit, { names, registers }] of found) {
    if (!registers) continue;
    const own = units[unit]?.name;
    if (own) names.delete(own);
    out.push({ module, unit, names });
  }
  return out;
}

/** Calls a function with what its parameters' types say, or constructs its class and calls the method. */
function attempt(program: Program, { module, unit }: Candidate): void {
  const m = program.machine;
  const facts = module.facts.units[unit];
  if (!facts) return;
  const site: Site = { file: module.file, unit, n: 0 };
  const args = facts.params.map(param => argument(program, module, param.type?.k === 'ref' ? param.type.name : null, param.pattern.k === 'id' ? param.pattern.name : null, site));
  const owner = program.collected<ClassValue>('class').find(cls => cls.module === module && cls.fact.members.some(member => member.value?.k === 'fn' && member.value.unit === unit));
  const holder: FnValue = closure(module.env, unit, site);
  if (!owner) { callFunction(m, holder, args, UNDEFINED, null); return; }
  const member = owner.fact.members.find(one => one.value?.k === 'fn' && one.value.unit === unit);
  const constructor = owner.fact.members.find(one => one.kind === 'constructor');
  const shape = constructor?.value?.k === 'fn' ? module.facts.units[constructor.value.unit] : undefined;
  const given = (shape?.params ?? []).map(param => argument(program, module, param.type?.k === 'ref' ? param.type.name : null, param.pattern.k === 'id' ? param.pattern.name : null, site));
  const self = m.construct(owner, given, site);
  if (member?.kind === 'constructor') return;
  callFunction(m, { ...holder, env: owner.env, home: owner }, args, self, null);
}

function argument(program: Program, module: ModuleInstance, type: string | null, _name: string | null, site: Site): Value {
  const head = type?.split('.')[0] ?? '';
  const from = module.imports.get(head);
  const known = type === null ? undefined : program.environment.models.typedValue({ name: from && from.imported !== '*' && from.imported !== 'default' && !type.includes('.') ? from.imported : type, specifier: from?.specifier ?? null }, site);
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
