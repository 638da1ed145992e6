import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import onigurumaModule from 'vscode-oniguruma';
import textmateModule, { type IGrammar, type IRawGrammar } from 'vscode-textmate';

const root = new URL('../../', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
  readonly contributes: { readonly grammars: readonly { readonly scopeName: string; readonly path: string; readonly injectTo: readonly string[] }[] };
};
const contributed = manifest.contributes.grammars;

/** Stands for the editor's own grammars: comments, strings and nothing else. */
const hosts: Readonly<Record<string, IRawGrammar>> = {
  'source.ts': {
    scopeName: 'source.ts',
    patterns: [
      { begin: '/\\*\\*', end: '\\*/', name: 'comment.block.documentation.ts' },
      { begin: '//', end: '(?=$)', name: 'comment.line.double-slash.ts' },
      { begin: "'", end: "'", name: 'string.quoted.single.ts' },
      { begin: '`', end: '`', name: 'string.template.ts' },
    ],
  } as unknown as IRawGrammar,
  'source.yaml': { scopeName: 'source.yaml', patterns: [{ begin: '#', end: '\\n', name: 'comment.line.number-sign.yaml' }] } as unknown as IRawGrammar,
};

/** Loads a host grammar with the contributed injections. */
async function grammarOf(scope: string): Promise<IGrammar> {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'));
  await onigurumaModule.loadWASM(wasm);
  const registry = new textmateModule.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new onigurumaModule.OnigScanner(patterns),
      createOnigString: (text) => new onigurumaModule.OnigString(text),
    }),
    loadGrammar: (name) => {
      const injection = contributed.find((entry) => entry.scopeName === name);
      if (injection === undefined) return Promise.resolve(hosts[name] ?? null);
      const file = new URL(injection.path, root);
      return Promise.resolve(textmateModule.parseRawGrammar(readFileSync(file, 'utf8'), file.pathname));
    },
    getInjections: (name) => contributed.filter((entry) => entry.injectTo.includes(name)).map((entry) => entry.scopeName),
  });
  const grammar = await registry.loadGrammar(scope);
  if (grammar === null) throw new Error(`no grammar ${scope}`);
  return grammar;
}

/** The words of a text that got a scope of ours, as `word:scope` without the suffix. */
async function colours(scope: string, text: string): Promise<string[]> {
  const grammar = await grammarOf(scope);
  let stack = textmateModule.INITIAL;
  return text.split('\n').flatMap((line) => {
    const result = grammar.tokenizeLine(line, stack);
    stack = result.ruleStack;
    return result.tokens.flatMap((token) => {
      const own = token.scopes.filter((name) => name.endsWith('.routewarden') && !name.startsWith('meta.')).at(-1);
      return own === undefined ? [] : [`${line.slice(token.startIndex, token.endIndex)}:${own.replace('.routewarden', '')}`];
    });
  });
}

describe('grammar injections', () => {
  it('colours the parts of a suppression in code and YAML', async () => {
    const parts = [
      'routewarden-ignore-next-line:keyword.other.directive', 'auth/missing-authentication:entity.name.tag.check', '--:punctuation.separator.reason',
      'open data:string.unquoted.reason', 'until:keyword.control.until', '2027-03-01:constant.numeric.date',
    ];
    const text = 'routewarden-ignore-next-line auth/missing-authentication -- open data (until 2027-03-01)';
    expect(await colours('source.ts', `// ${text}`)).toEqual(parts);
    expect(await colours('source.yaml', `# ${text}`)).toEqual(parts);
  });

  it('leaves the same words outside of comments alone', async () => {
    expect(await colours('source.ts', 'routewarden-ignore-next-line auth/x -- y')).toEqual([]);
  });

  it('colours path parameters in strings', async () => {
    expect(await colours('source.ts', "app.get('/users/:id/files/{name}/*rest', h)")).toEqual([
      '::punctuation.definition.variable.path', 'id:variable.parameter.path',
      '{:punctuation.definition.variable.path', 'name:variable.parameter.path', '}:punctuation.definition.variable.path',
      '*:keyword.operator.quantifier.path', 'rest:variable.parameter.path',
    ]);
  });

  it('is silent about times, ports and comments', async () => {
    expect(await colours('source.ts', "x('12:30'); y('http://host:8080/a'); // '/users/:id'")).toEqual([]);
  });

  it('colours OpenAPI in documentation comments', async () => {
    const text = '/**\n * @openapi\n * /users/{id}:\n *   get:\n *     summary: Get a user\n */\nconst key = 1;';
    expect(await colours('source.ts', text)).toEqual([
      '@:punctuation.definition.block.tag', 'openapi:storage.type.class.openapi',
      '/users/:entity.name.function.path', '{id}:variable.parameter.path', '::punctuation.separator.key-value',
      'get:keyword.other.method', '::punctuation.separator.key-value',
      'summary:entity.name.tag.yaml', '::punctuation.separator.key-value',
    ]);
  });
});
