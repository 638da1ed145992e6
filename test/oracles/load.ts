import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';
import ts from 'typescript';

/** The folder of the oracles. */
export const here = dirname(fileURLToPath(import.meta.url));
const installed = createRequire(join(here, 'load.ts'));

export interface LoadOptions {
  /** Folder of the application below `apps/`. */
  readonly app: string;
  /** What a package name stands for: another installed package, or a stand-in below `stubs/` (`./stubs/x.ts`). */
  readonly packages?: Readonly<Record<string, string>>;
  /** Modules that are given as they are. */
  readonly modules?: Readonly<Record<string, unknown>>;
}

interface Loaded { exports: unknown }

const extensions = ['', '.ts', '.tsx', '.js', '.cjs', '.mjs', '.json', '/index.ts', '/index.js'];

function fileOf(path: string): string | undefined {
  // TypeScript sources name the file that the compiler would write.
  const candidates = [path, path.replace(/\.js$/, '.ts')].flatMap((base) => extensions.map((extension) => base + extension));
  return candidates.find((candidate) => existsSync(candidate) && statSync(candidate).isFile());
}

/**
 * Loads the modules of a fixture application, each loader with modules of its own: the same application can run twice with other
 * packages or another environment. Everything becomes CommonJS through the TypeScript compiler, with decorator metadata as Nest needs it.
 */
export function appLoader(options: LoadOptions): (file: string) => Record<string, unknown> {
  const root = join(here, 'apps', options.app);
  const packages = options.packages ?? {};
  const loaded = new Map<string, Loaded>();
  const paths = pathsOf(root);

  function load(file: string): unknown {
    const known = loaded.get(file);
    if (known !== undefined) return known.exports;
    const module: Loaded = { exports: {} };
    loaded.set(file, module);
    const text = readFileSync(file, 'utf8');
    if (extname(file) === '.json') return (module.exports = JSON.parse(text));
    const code = ts.transpileModule(text, {
      fileName: file,
      compilerOptions: {
        target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, esModuleInterop: true, allowJs: true, jsx: ts.JsxEmit.ReactJSX,
        experimentalDecorators: true, emitDecoratorMetadata: true, useDefineForClassFields: false, inlineSourceMap: true,
      },
    }).outputText;
    const run = compileFunction(code, ['exports', 'require', 'module', '__filename', '__dirname'], { filename: file });
    const require = Object.assign((specifier: string) => requireFrom(file, specifier), { resolve: (specifier: string) => resolved(file, specifier) ?? specifier });
    run.call(module.exports, module.exports, require, module, file, dirname(file));
    return module.exports;
  }

  function resolved(from: string, specifier: string): string | undefined {
    if (specifier.startsWith('.') || specifier.startsWith('/')) return fileOf(resolve(dirname(from), specifier));
    for (const [pattern, targets] of paths) {
      const [head = '', tail = ''] = pattern.split('*');
      if (pattern.includes('*') ? !specifier.startsWith(head) || !specifier.endsWith(tail) : specifier !== pattern) continue;
      for (const target of targets) {
        const found = fileOf(resolve(root, target.replace('*', specifier.slice(head.length, specifier.length - tail.length))));
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  function requireFrom(from: string, specifier: string): unknown {
    const own = resolved(from, specifier);
    if (own !== undefined) return load(own);
    if (specifier.startsWith('.')) throw new Error(`${from} asks for ${specifier}, which is not there.`);
    if (options.modules?.[specifier] !== undefined) return options.modules[specifier];
    const standIn = packages[specifier] ?? specifier;
    return standIn.startsWith('./') ? load(join(here, standIn)) : installed(standIn);
  }

  return (file) => load(join(root, file)) as Record<string, unknown>;
}

function pathsOf(root: string): [string, string[]][] {
  const file = join(root, 'tsconfig.json');
  if (!existsSync(file)) return [];
  const { config } = ts.readConfigFile(file, (name) => readFileSync(name, 'utf8')) as { config: { compilerOptions?: { paths?: Record<string, string[]> } } };
  return Object.entries(config.compilerOptions?.paths ?? {});
}
