import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { annotation } from '../../server/build/check-fixtures';
import { checkNameRefusal, checkScaffold, dialectNameRefusal, dialectScaffold } from '../../server/build/scaffold';
import { layerViolations } from '../tidy/layers';
import { sourceOf } from '../tidy/source';
import { undocumentedViolations } from '../tidy/wording';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** What the compiler says about a file that is not on the disk, with the project's own options. */
function problemsOf(path: string, text: string): readonly string[] {
  const file = join(root, path);
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(join(root, 'tsconfig.json'), (name) => ts.sys.readFile(name)).config, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, languageVersion, ...rest) => (name === file ? ts.createSourceFile(name, text, languageVersion, true) : read(name, languageVersion, ...rest));
  host.fileExists = (name) => name === file || ts.sys.fileExists(name);
  const program = ts.createProgram([file], options, host);
  const source = program.getSourceFile(file);
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map((problem) => ts.flattenDiagnosticMessageText(problem.messageText, '\n'));
}

const scaffolds = [...checkScaffold('auth/new-thing'), ...dialectScaffold('new-thing')].filter(([path]) => path.startsWith('server/'));

describe('scaffolds', () => {
  it.each(scaffolds)('%s type-checks and keeps the tidy rules', (path, text) => {
    expect(problemsOf(path, text)).toEqual([]);
    expect([...layerViolations([sourceOf(path, text)]), ...undocumentedViolations([sourceOf(path, text)])]).toEqual([]);
  });

  it('would see a scaffold that does not fit', () => {
    expect(problemsOf('server/src/checks/auth/new-thing.ts', "import type { Check } from '../check';\nexport const check: Check<'endpoint'> = { id: 'x' };\n")).toHaveLength(1);
  });

  it('a check gets fixtures that fail until it is written', () => {
    const files = checkScaffold('auth/new-thing');
    expect([...files.keys()]).toEqual([
      'server/src/checks/auth/new-thing.ts',
      ...['bad', 'good'].flatMap((name) => ['package.json', 'src/app.ts'].map((file) => `test/checks/fixtures/auth/new-thing/${name}/${file}`)),
    ]);
    expect(files.get('test/checks/fixtures/auth/new-thing/bad/src/app.ts')?.split('\n').filter((line) => annotation.test(line))).toHaveLength(1);
  });

  it('refuses names that are taken or say nothing', () => {
    expect(checkNameRefusal('auth/x', ['auth/x'])).toMatch(/already/);
    for (const bad of ['', 'auth', 'Auth/x', 'auth/x/y', 'auth/../x', 'auth/x_y']) expect(checkNameRefusal(bad, [])).toMatch(/write group\/name/);
    expect(checkNameRefusal('auth/x-y', ['auth/x'])).toBe(null);
    expect(dialectNameRefusal('koa', ['koa'])).toMatch(/already/);
    for (const bad of ['', 'a/b', '../a', 'Koa']) expect(dialectNameRefusal(bad, [])).toMatch(/lower case/);
    expect(dialectNameRefusal('koa', [])).toBe(null);
  });
});
