import type { ModuleFacts, Site } from '../model/facts';
import { builtinGlobals, fromJson } from './builtins/globals';
import { nodeModule } from './builtins/node';
import { lookup, moduleEnv } from './environment';
import { evaluate } from './expressions';
import type { Frame } from './machine';
import { createMachine, FUEL } from './machine';
import type { Environment, Hole, ModuleInstance, Program } from './program';
import { getProperty } from './properties';
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
    exported: (module, name) => exported(module, name, new Set()),
    exportNames: module => [...namesOf(module, new Set())],
    imported(from, specifier, name) {
      const file = resolver.resolve(from.file, specifier);
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
      return exported(module, name, new Set()) ?? (module.state === 'running' ? hole('a cyclic import', null) : UNDEFINED);
    },
    note(site, reason) {
      if (!site) return;
      const key = `${site.file}\0${site.unit}\0${site.n}\0${reason}`;
      if (noted.has(key)) return;
      noted.add(key);
      notes.push({ file: site.file, site, reason });
    },
    get machine() { return machine; },
    collected<T>(kind: string): T[] {
      let list = collections.get(kind);
      if (!list) collections.set(kind, list = []);
      return list as T[];
    },
  };
  const machine = createMachine(program, evaluate);

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

  function exported(module: ModuleInstance, name: string, seen: Set<string>): Value | undefined {
    const key = `${module.file}\0${name}`;
    if (seen.has(key)) return undefined;
    seen.add(key);
    for (const fact of module.facts.exports) {
      if (fact.kind === 'local' && fact.exported === name) return lookup(machine, module.env, fact.local) ?? (module.state === 'running' ? hole('a cyclic import') : UNDEFINED);
      if (fact.kind === 'from' && fact.exported === name) return through(module, fact.specifier, fact.imported, seen);
    }
    if (name !== 'default') for (const fact of module.facts.exports) {
      if (fact.kind !== 'star') continue;
      const found = through(module, fact.specifier, name, seen);
      if (found) return found;
    }
    const cjs = exportsOf(module);
    if (!module.facts.esm || cjs !== module.cjs) {
      const own = getProperty(machine, cjs, name, null);
      if (!(own.t === 'lit' && own.v === undefined)) return own;
      return name === 'default' ? cjs : undefined;
    }
    return undefined;
  }

  function through(module: ModuleInstance, specifier: string, name: string, seen: Set<string>): Value | undefined {
    const file = resolver.resolve(module.file, specifier);
    if (file === undefined) return external(specifier, name, module.file);
    module.uses.add(file);
    if (file.endsWith('.json')) return program.imported(module, specifier, name);
    const target = program.load(file);
    if (!target) return undefined;
    return name === '*' ? (target.facts.esm ? { t: 'namespace', module: target } : exportsOf(target)) : exported(target, name, seen);
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

/** `module.exports` of a module. */
export function exportsOf(module: ModuleInstance): Value {
  const holder = module.env.vars.get('module');
  return holder?.t === 'object' ? holder.props.get('exports') ?? module.cjs : module.cjs;
}

function relativeTo(file: string, path: string): string {
  const folder = file.split('/').slice(0, -1).join('/');
  return `./${path.slice(folder.length + 3)}`;
}
