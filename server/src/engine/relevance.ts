import type { Dialect } from '../dialects/dialect';
import type { ModuleFacts } from '../model/facts';

/** Tests, mocks, stories and clients register nothing that is served. */
const NOT_SERVED = /(^|\/)(__tests__|__mocks__|__fixtures__|tests?|e2e|cypress|playwright|stories|storybook|mocks?|fixtures|testing|test-utils?|benchmarks?)\/|\.(test|spec|e2e|e2e-spec|integration-test|stories|cy|bench|mock)\.[cm]?[jt]sx?$|(^|\/)(jest|vitest|karma|webpack|rollup|vite|babel|gulpfile|gruntfile|eslint|tailwind|postcss)[\w.-]*\.(config|setup)?\.?[cm]?[jt]s$/i;

/** Whether a file is code. */
export const isCode = (file: string): boolean => /\.[cm]?[jt]sx?$/.test(file) && !/\.d\.[cm]?ts$/.test(file);

/** Whether a code file can be a root: not a test, a mock or a tool's configuration. */
export const isServed = (file: string): boolean => !NOT_SERVED.test(file);

/** A test of a text for an import of one of the dialects' packages: the cheap filter in front of the parser. */
export function relevancePattern(dialects: readonly Dialect[]): RegExp {
  const names = dialects.flatMap(dialect => dialect.packages).map(name => name.replace(/[/*]+$/, '')).map(name => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`['"\`](?:node:|npm:)?(?:${[...new Set(names)].sort((a, b) => b.length - a.length).join('|')})(?:@[\\w.^~-]+)?(?:/[^'"\`\\n]*)?['"\`]`);
}

/** Names of types that handlers are written with: who imports nothing else registers nothing. */
const INERT = /^(Request|Response|NextFunction|Next|Context|Locals|ParamsDictionary|ParsedQs|CookieOptions)$|^(?:[A-Z]\w*)?(?:Request|Response|Handler|Body|Query|Params|Error|Middleware)$/;

/** Whether a module can register something: it takes more from a framework's package than types of handlers, or requires it. */
export function canRegister(facts: ModuleFacts, text: string, pattern: RegExp): boolean {
  let seen = false;
  for (const fact of facts.imports) {
    if (!pattern.test(`'${fact.specifier}'`)) continue;
    seen = true;
    if (fact.bindings.some(binding => !binding.typeOnly && !INERT.test(binding.imported)) || fact.bindings.some(binding => /Application|Express|Hono|Koa|Router|Server|Instance|Plugin/.test(binding.imported === 'default' ? binding.local : binding.imported))) return true;
  }
  return !seen || /\brequire\s*\(|\bimport\s*\(/.test(text);
}

const SPECIFIERS = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)['"]([^'"\n]+)['"]/g;

/** The specifiers that a text imports, by pattern: enough to find importers without parsing. */
export function specifiersOf(text: string): readonly string[] {
  const out = new Set<string>();
  for (const [, specifier] of text.matchAll(SPECIFIERS)) if (specifier !== undefined) out.add(specifier);
  return [...out];
}

/**
 * The order in which root modules run: importers before what they import, so that functions are called by their real callers with their
 * real arguments. `importers` names the served files that import a file.
 */
export function rootsOf(relevant: readonly string[], importers: (file: string) => readonly string[]): readonly string[] {
  const distance = new Map<string, number>();
  let wave = [...relevant];
  for (const file of wave) distance.set(file, 0);
  for (let depth = 1; depth < 12 && wave.length > 0; depth++) {
    const next: string[] = [];
    for (const file of wave) for (const importer of importers(file)) {
      if (distance.has(importer)) continue;
      distance.set(importer, depth);
      next.push(importer);
    }
    wave = next;
  }
  // Those that nobody imports come first, then by how far up they are.
  const all = [...distance.keys()];
  const top = new Set(all.filter(file => importers(file).length === 0));
  return all.sort((a, b) => Number(top.has(b)) - Number(top.has(a)) || (distance.get(b) ?? 0) - (distance.get(a) ?? 0) || (a < b ? -1 : 1));
}
