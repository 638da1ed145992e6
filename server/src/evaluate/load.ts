import type { ModuleFacts, Site } from '../model/facts';
import { builtinGlobals, fromJson } from './builtins/globals';
import { nodeModule } from './builtins/node';
import { lookup, moduleEnv } from './environment';
import { evaluate } from './expressions';
import type { Frame } from './machine';
import { createMachine, FUEL } from './machine';
import type { Environment, Hole, ModuleInstance, Program } from './program';
import { getProperty } from './properties';
import { createReach } from './reach';
import { createResolver } from './resolve';
import { runBlock } from './statements';
import type { Value } from './value';
import { hole, native, object, stringOf, union, UNDEFINED } from './value';

/** A program over an environment. Modules run when they are first needed, each once, and what they write stays. */
export function createProgram(environment: Environment): Program {
  const modules = new Map<string, ModuleInstance>();
  const resolver = createResolver(environment);
  const notes: Hole[] = [];
  const noted = new Set<string>();
  const loadUnits = new Set<string>();
  const collections = new Map<string, unknown[]>();
  const builtins = builtinGlobals();
  const links = new Map<ModuleInstance, Map<string, string | undefined>>();
  /** The variable that an export of a module is, through all re-exports: which one it is never changes, only its value. */
  const targets = new Map<ModuleInstance, Map<string, Target>>();
  const outer = environment.models;
  const models: Environment['models'] = {
    ...outer,
    globalValue: name => outer.globalValue(name) ?? builtins.get(name),
    importValue: (specifier, name, file) => outer.importValue(specifier, name, file) ?? nodeModule(specifier, name),
  };

  const program: Program = {
    environment: { ...environment, models },
    modules, notes, loadUnits,
    load(file) {
      const known = modules.get(file);
      if (known) {
        if (known.state === 'new') run(known);
        return known;
      }
      const facts = environment.facts(file);
      if (!facts) return undefined;
      const module = instance(facts);
      modules.set(file, module);
      run(module);
      return module;
    },
    resolve: (from, specifier) => resolver.resolve(from, specifier),
    exported: (module, name) => exportOf(module, name),
    exportNames: module => [...namesOf(module, new Set())],
    imported(from, specifier, name) {
      const file = linked(from, specifier);
      if (file?.endsWith('.json')) {
        const data = fromJson(environment.json(file));
        return name === '*' || name === 'default' || name === 'export=' ? data : getProperty(program.machine, data, name, null);
      }
      if (file === undefined) return external(specifier, name, from.file);
      from.uses.add(file);
      const module = program.load(file);
      if (!module) return hole(`the module ${specifier} could not be read`);
      if (name === '*') return module.facts.esm ? { t: 'namespace', module } : exportsOf(module);
      if (name === 'export=') return module.facts.esm ? { t: 'namespace', module } : exportsOf(module);
      return exportOf(module, name) ?? (module.state === 'running' ? hole('a cyclic import', null) : UNDEFINED);
    },
    note(site, reason) {
      if (!site) return;
      const key = `${site.file}\0${site.unit}\0${site.n}\0${reason}`;
      if (noted.has(key)) return;
      noted.add(key);
      notes.push({ file: site.file, site, reason });
    },
    get machine() { return machine; },
    mayRegister: (module, unit) => mayRegister(module, unit),
    collected<T>(kind: string): T[] {
      let list = collections.get(kind);
      if (!list) collections.set(kind, list = []);
      return list as T[];
    },
  };
  const machine = createMachine(program, evaluate);
  const mayRegister = createReach(program);

  /** The file that a specifier means in a module, looked up once. */
  function linked(module: ModuleInstance, specifier: string): string | undefined {
    let known = links.get(module);
    if (!known) links.set(module, known = new Map());
    if (known.has(specifier)) return known.get(specifier);
    const file = resolver.resolve(module.file, specifier);
    known.set(specifier, file);
    return file;
  }

  /** What a package outside of the workspace exports. A default and the whole of a CommonJS package are the same thing. */
  function external(specifier: string, name: string, file: string): Value {
    const plain = specifier.replace(/^(node|npm|jsr):/, '');
    const answer = models.importValue(plain, name, file)
      ?? (name === 'default' || name === '*' ? models.importValue(plain, 'export=', file) : name === 'export=' ? models.importValue(plain, 'default', file) : undefined);
    return answer ?? { t: 'sym', op: 'import', module: plain, name };
  }

  function instance(facts: ModuleFacts): ModuleInstance {
    const imports = new Map<string, { specifier: string; imported: string; fact: ModuleFacts['imports'][number] }>();
    for (const fact of facts.imports) for (const binding of fact.bindings) imports.set(binding.local, { specifier: fact.specifier, imported: binding.imported, fact });
    const cjs = object();
    const module: ModuleInstance = { file: facts.file, facts, env: moduleEnv(() => module), state: 'new', cjs, imports, uses: new Set() };
    return module;
  }

  function run(module: ModuleInstance): void {
    module.state = 'running';
    const m = machine;
    const { path, alive, nesting, events, thrown, fuel, units } = m;
    const frames = m.frames.splice(0);
    Object.assign(m, { path: null, alive: true, nesting: 0, events: [], thrown: [], fuel: FUEL.module, units: loadUnits });
    const frame: Frame = { fn: null, callSite: null, returns: [], loops: [], pendingLabel: null, early: [], yields: null };
    m.frames.push(frame);
    loadUnits.add(`${module.file}#`);
    m.heap.outside(() => {
      const { vars } = module.env;
      vars.set('this', UNDEFINED);
      if (!module.facts.esm) {
        const holder = object([['exports', module.cjs]]);
        vars.set('module', holder);
        vars.set('exports', module.cjs);
      }
      vars.set('require', requireOf(module));
      vars.set('__dirname', { t: 'lit', v: `./${module.file.includes('/') ? module.file.slice(0, module.file.lastIndexOf('/')) : ''}` });
      vars.set('__filename', { t: 'lit', v: `./${module.file}` });
      const meta = models.globalValue('import.meta');
      if (meta?.t === 'object') {
        const own = object(meta.props);
        for (const [key, name] of [['dirname', '__dirname'], ['filename', '__filename']] as const) own.props.set(key, vars.get(name) ?? UNDEFINED);
        own.props.set('url', { t: 'lit', v: `file:///${module.file}` });
        vars.set('import.meta', own);
      }
      const top = module.facts.units[''];
      // Modules that are imported for what they do, not for what they export.
      for (const fact of module.facts.imports) if (fact.bindings.length === 0) {
        const file = resolver.resolve(module.file, fact.specifier);
        if (file && !file.endsWith('.json')) { module.uses.add(file); program.load(file); }
      }
      if (top) runBlock(m, top.body, module.env);
    });
    m.frames.length = 0;
    m.frames.push(...frames);
    Object.assign(m, { path, alive, nesting, events, thrown, fuel, units });
    module.state = 'done';
  }

  function requireOf(module: ModuleInstance): Value {
    return native('require', (_m, call) => {
      const [wanted] = call.args;
      if (wanted?.t === 'union') return union(wanted.of.map(one => required(module, one, call.site)));
      return wanted ? required(module, wanted, call.site) : UNDEFINED;
    }, [['resolve', native('require.resolve', (_m, call) => call.args[0] ?? UNDEFINED)]]);
  }

  function required(module: ModuleInstance, wanted: Value, site: Site | null): Value {
    const name = stringOf(wanted);
    if (name === undefined) { program.note(site, 'a module is required whose name is computed'); return hole('a required module', site, [wanted]); }
    // Paths built from __dirname start at the root.
    const specifier = name.startsWith('./') && wanted.t === 'lit' && name.startsWith(`./${module.file.split('/').slice(0, -1).join('/')}/`) && module.file.includes('/')
      ? relativeTo(module.file, name) : name;
    return program.imported(module, specifier, 'export=');
  }

  const valueOf = ({ module, local }: Target): Value => lookup(machine, module.env, local) ?? (module.state === 'running' ? hole('a cyclic import') : UNDEFINED);

  function exportOf(module: ModuleInstance, name: string): Value | undefined {
    const known = targets.get(module)?.get(name);
    if (known) return valueOf(known);
    const found: { target: Target | null } = { target: null };
    const value = exported(module, name, new Set(), found);
    if (found.target) (targets.get(module) ?? targets.set(module, new Map()).get(module))?.set(name, found.target);
    return value;
  }

  function exported(module: ModuleInstance, name: string, seen: Set<string>, found: { target: Target | null }): Value | undefined {
    const key = `${module.file}\0${name}`;
    if (seen.has(key)) return undefined;
    seen.add(key);
    for (const fact of module.facts.exports) {
      if (fact.kind === 'local' && fact.exported === name) return valueOf(found.target = { module, local: fact.local });
      if (fact.kind === 'from' && fact.exported === name) return through(module, fact.specifier, fact.imported, seen, found);
    }
    if (name !== 'default') for (const fact of module.facts.exports) {
      if (fact.kind !== 'star') continue;
      const value = through(module, fact.specifier, name, seen, found);
      if (value) return value;
    }
    const cjs = exportsOf(module);
    if (!module.facts.esm || cjs !== module.cjs) {
      const own = getProperty(machine, cjs, name, null);
      if (!(own.t === 'lit' && own.v === undefined)) return own;
      return name === 'default' ? cjs : undefined;
    }
    return undefined;
  }

  function through(module: ModuleInstance, specifier: string, name: string, seen: Set<string>, found: { target: Target | null }): Value | undefined {
    const file = linked(module, specifier);
    if (file === undefined) return external(specifier, name, module.file);
    module.uses.add(file);
    if (file.endsWith('.json')) return program.imported(module, specifier, name);
    const target = program.load(file);
    if (!target) return undefined;
    return name === '*' ? (target.facts.esm ? { t: 'namespace', module: target } : exportsOf(target)) : exported(target, name, seen, found);
  }

  function namesOf(module: ModuleInstance, seen: Set<string>): Set<string> {
    const names = new Set<string>();
    if (seen.has(module.file)) return names;
    seen.add(module.file);
    for (const fact of module.facts.exports) {
      if (fact.kind !== 'star') { names.add(fact.exported); continue; }
      const file = resolver.resolve(module.file, fact.specifier);
      const target = file && !file.endsWith('.json') ? program.load(file) : undefined;
      if (target) for (const name of namesOf(target, seen)) if (name !== 'default') names.add(name);
    }
    const cjs = exportsOf(module);
    if (!module.facts.esm && cjs.t === 'object') for (const name of cjs.props.keys()) names.add(name);
    return names;
  }
  return program;
}

/** A variable of a module's top level. */
interface Target { readonly module: ModuleInstance; readonly local: string }

/** `module.exports` of a module. */
export function exportsOf(module: ModuleInstance): Value {
  const holder = module.env.vars.get('module');
  return holder?.t === 'object' ? holder.props.get('exports') ?? module.cjs : module.cjs;
}

function relativeTo(file: string, path: string): string {
  const folder = file.split('/').slice(0, -1).join('/');
  return `./${path.slice(folder.length + 3)}`;
}
