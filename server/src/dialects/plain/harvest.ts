import type { Machine } from '../../evaluate/machine';
import type { Program } from '../../evaluate/program';
import type { Site, Unit } from '../../model/facts';

/** A text or a regular expression that may be a path, with where it is written. */
export interface Written {
  readonly kind: 'text' | 'regex';
  readonly text: string;
  readonly site: Site;
  /** What the groups of a regular expression are called by who takes it apart. */
  readonly names: readonly string[];
}

/** A word that a segment of a path may be compared with. */
export interface Harvest { readonly paths: readonly Written[]; readonly words: readonly Written[]; readonly segments: readonly string[] }

const MAX_FILES = 60;
const MAX_TEXTS = 400;

type Node = Readonly<Record<string, unknown>>;
const isNode = (v: unknown): v is Node => typeof v === 'object' && v !== null;

/** Everything in the files that a handler leads to that looks like a path. Which of it is one is asked by running the handler. */
export function harvest(m: Machine, file: string): Harvest {
  const files = reachable(m.program, file);
  const paths: Written[] = [];
  const words: Written[] = [];
  const segments: string[] = [];
  for (const one of files) for (const unit of Object.values(m.program.modules.get(one)?.facts.units ?? {})) collect(one, unit, paths, words, segments);
  return { paths: paths.slice(0, MAX_TEXTS), words: segments.length > 0 ? words.slice(0, 40) : [], segments };
}

function reachable(program: Program, file: string): ReadonlySet<string> {
  const out = new Set<string>();
  let wave = [file];
  while (wave.length > 0 && out.size < MAX_FILES) {
    for (const one of wave) out.add(one);
    wave = wave.flatMap(one => [...program.modules.get(one)?.uses ?? []]).filter(one => !out.has(one));
  }
  return out;
}

function collect(file: string, unit: Unit, paths: Written[], words: Written[], segments: string[]): void {
  /** Names of variables that hold a match, by the regular expression that they came from. */
  const matches = new Map<string, string[]>();
  const add = (kind: Written['kind'], text: string, n: number, names: readonly string[]): void => {
    const written: Written = { kind, text, site: { file, unit: unit.key, n }, names };
    if (kind === 'regex' ? /^\^?\\\//.test(text) : /^(?:[A-Z]{3,7}:? ?)?\/[\w\-./:{}*~@()]*$/.test(text)) paths.push(written);
    else if (kind === 'text' && /^[a-z][\w-]{1,30}$/.test(text)) words.push(written);
  };
  const visit = (node: unknown, names: readonly string[]): void => {
    if (Array.isArray(node)) { for (const one of node) visit(one, names); return; }
    if (!isNode(node)) return;
    if (node['k'] === 'lit' && typeof node['v'] === 'string') add('text', node['v'], Number(node['n']), []);
    if (node['k'] === 'regex') add('regex', String(node['source']), Number(node['n']), names);
    if (node['k'] === 'prop' && typeof node['key'] === 'string') add('text', node['key'], Number(node['n']), []);
    if (node['k'] === 'template' && Array.isArray(node['quasis']) && node['quasis'].length === 1) add('text', String(node['quasis'][0]), Number(node['n']), []);
    const inner = isNode(node['target']) && (node['init'] !== undefined || node['value'] !== undefined) ? namesFor(node) : names;
    if (inner !== names && JSON.stringify(node['init'] ?? node['value'])?.includes('"split"') === true) for (const name of inner) segments.push(name);
    for (const value of Object.values(node)) if (isNode(value)) visit(value, inner);
  };
  /** `const [, id] = …`, and `const id = match[1]` for what `match` holds. */
  const namesFor = (declaration: Node): string[] => {
    const target = declaration['target'] as Node;
    if (target['k'] === 'array' && Array.isArray(target['items'])) return target['items'].slice(1).map((item: unknown) => isNode(item) && item['k'] === 'id' ? String(item['name']) : '');
    return target['k'] === 'id' ? matches.get(String(target['name'])) ?? [] : [];
  };
  const find = (node: unknown): void => {
    if (Array.isArray(node)) { for (const one of node) find(one); return; }
    if (!isNode(node)) return;
    const init = node['init'];
    const target = node['target'];
    if (isNode(init) && isNode(target) && target['k'] === 'id' && init['k'] === 'index' && isNode(init['obj']) && init['obj']['k'] === 'id' && isNode(init['prop']) && typeof init['prop']['v'] === 'number') {
      const name = String(init['obj']['name']);
      const known = matches.get(name) ?? [];
      known[init['prop']['v'] - 1] = String(target['name']);
      matches.set(name, known);
    }
    for (const value of Object.values(node)) if (isNode(value)) find(value);
  };
  find(unit.body);
  visit(unit.body, []);
}
