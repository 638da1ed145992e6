import ts from 'typescript';
import type { Dialect, RawEndpoint } from '../../server/src/dialects/dialect';
import { endpointsOf } from '../../server/src/dialects/dialect';
import { joinComponents } from '../../server/src/dialects/paths';
import { createRegistry, namesOf } from '../../server/src/engine/registry';
import { relevancePattern } from '../../server/src/engine/relevance';
import { createProgram } from '../../server/src/evaluate/load';
import type { Environment, Program } from '../../server/src/evaluate/program';
import { runRoots } from '../../server/src/evaluate/roots';
import type { Value } from '../../server/src/evaluate/value';
import type { Library } from '../../server/src/libraries/library';
import { endpointOf } from '../../server/src/link/endpoints';
import type { EndpointRun } from '../../server/src/link/exchange';
import { runEndpoint } from '../../server/src/link/exchange';
import { createMemo } from '../../server/src/link/proof';
import { createPlaces } from '../../server/src/link/places';
import { lowerModule } from '../../server/src/lower/module';
import type { Endpoint, Entity } from '../../server/src/model/api';
import type { Config } from '../../server/src/model/config';
import { defaultConfig } from '../../server/src/model/config';
import type { ModuleFacts } from '../../server/src/model/facts';

export interface ProgramOptions {
  readonly dialects?: readonly Dialect[];
  readonly libraries?: readonly Library[];
  readonly config?: Partial<Config>;
  readonly entities?: readonly Entity[];
  /** Root modules; default: every code file of the workspace, in order. */
  readonly roots?: readonly string[];
}

/** A workspace in memory, evaluated. */
export interface Ran {
  readonly program: Program;
  readonly environment: Environment;
  /** The endpoints of all dialects after the roots ran. */
  readonly routes: readonly RawEndpoint[];
  /** `METHOD /path` of every endpoint, sorted. */
  readonly ids: readonly string[];
  /** An exported value, loading the module when needed. */
  value(file: string, name?: string): Value;
  /** An exported value as plain data (see `plainOf`). */
  plain(file: string, name?: string): unknown;
  /** The declared endpoint with this `METHOD /path`; throws when there is none or more than one. */
  route(id: string): RawEndpoint;
  /** What happens when the endpoint is asked. */
  run(id: string): EndpointRun;
  /** The judged endpoint of the model. */
  endpoint(id: string): Endpoint;
}

const CODE = /\.[cm]?[jt]sx?$/;

/** Evaluates an in-memory workspace: a text for each path. */
export function programOf(files: Readonly<Record<string, string>>, options: ProgramOptions = {}): Ran {
  const { dialects = [], libraries = [], entities = [] } = options;
  const config: Config = { ...defaultConfig('2026-01-01'), ...options.config };
  const texts = new Map(Object.entries(files));
  const facts = new Map<string, ModuleFacts>();
  const factsOf = (file: string): ModuleFacts | undefined => {
    const text = texts.get(file);
    if (text === undefined || !CODE.test(file)) return undefined;
    const known = facts.get(file) ?? lowerModule(file, text);
    facts.set(file, known);
    return known;
  };
  const plain: Environment = {
    facts: factsOf,
    exists: file => texts.has(file),
    entries(folder) {
      const prefix = folder === '' ? '' : `${folder}/`;
      const names = [...texts.keys()].filter(file => file.startsWith(prefix)).map(file => file.slice(prefix.length));
      return [...new Set(names.map(name => name.includes('/') ? name.slice(0, name.indexOf('/') + 1) : name))];
    },
    json(file) {
      const text = texts.get(file);
      return text === undefined ? undefined : ts.parseConfigFileTextToJson(file, text).config as unknown;
    },
    files: () => [...texts.keys()],
    models: createRegistry(dialects, libraries), config, entities,
  };
  const environment: Environment = { ...plain, ...namesOf(dialects, plain) };
  const program = createProgram(environment);
  const conventional = dialects.flatMap(dialect => dialect.conventions?.(environment) ?? []);
  const roots = options.roots ?? [...new Set([...conventional, ...[...texts.keys()].filter(file => CODE.test(file))])];
  const imports = relevancePattern(dialects);
  const registering = new Set([...conventional, ...[...texts].filter(([file, text]) => CODE.test(file) && dialects.length > 0 && imports.test(text)).map(([file]) => file)]);
  runRoots(program, roots, registering, new Set(dialects.flatMap(dialect => [...dialect.registrars])), () => { for (const dialect of dialects) dialect.settle?.(program); });
  const routes = endpointsOf(program, dialects);
  const idOf = (raw: RawEndpoint): string => `${raw.method} ${joinComponents(raw.components)}`;
  const places = createPlaces(file => program.modules.get(file)?.facts ?? factsOf(file), file => texts.get(file));

  const ran: Ran = {
    program, environment, routes, ids: routes.map(idOf).sort(),
    value(file, name = 'default') {
      const module = program.load(file);
      if (!module) throw new Error(`there is no module ${file}`);
      const found = program.exported(module, name);
      if (!found) throw new Error(`${file} has no export ${name}`);
      return found;
    },
    plain: (file, name) => plainOf(ran.value(file, name)),
    route(id) {
      const found = routes.filter(raw => idOf(raw) === id);
      const [only] = found;
      if (!only || found.length > 1) throw new Error(`${found.length} endpoints are ${id}; there are ${ran.ids.join(', ')}`);
      return only;
    },
    run: id => runEndpoint(program.machine, ran.route(id), config),
    endpoint: id => endpointOf(ran.run(id), { places, vouched: new Map(config.auth.guards.map(guard => [guard.name, guard])), memo: createMemo() }, config),
  };
  return ran;
}

/** What stands in plain data for a value that is not known. */
export const UNKNOWN = '<unknown>';

/**
 * A value as plain data. Unions are `{ union: [...] }` with members in order, open lists end in `'...'`, functions are `'<function>'`, and
 * whatever is not known is `UNKNOWN`.
 */
export function plainOf(v: Value, depth = 0): unknown {
  if (depth > 20) return '<deep>';
  switch (v.t) {
    case 'lit': return v.v;
    case 'text': return v.parts.map(part => typeof part === 'string' ? part : '{…}').join('');
    case 'regex': return `/${v.source}/${v.flags}`;
    case 'list': return [...v.items.map(one => plainOf(one, depth + 1)), ...v.open ? ['...'] : []];
    case 'object': case 'instance': {
      const own = [...v.props].map(([key, one]) => [key, plainOf(one, depth + 1)] as const);
      const more = v.t === 'object' && (v.open || v.spreads.length > 0) ? [['...', UNKNOWN] as const] : [];
      return Object.fromEntries([...own, ...more]);
    }
    case 'fn': case 'native': return '<function>';
    case 'class': return '<class>';
    case 'union': return { union: v.of.map(one => plainOf(one, depth + 1)) };
    default: return UNKNOWN;
  }
}
