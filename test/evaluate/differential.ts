import { createContext, runInContext } from 'node:vm';
import ts from 'typescript';
import { plainOf, programOf } from '../harness/program';

/** What the engine of this machine makes of a module's default export, as plain data. Only snippets of our own tests are run. */
export function really(code: string): unknown {
  const { outputText } = ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023, experimentalDecorators: true } });
  const module = { exports: {} as Record<string, unknown> };
  const context = createContext({ module, exports: module.exports, console: { log: () => undefined }, structuredClone });
  runInContext(outputText, context, { timeout: 1000 });
  return plain(module.exports['default']);
}

/** What the evaluator makes of it. */
export function inferred(code: string): unknown {
  return plainOf(programOf({ 'a.ts': code }).value('a.ts'));
}

/** Values of the engine in the notation of `plainOf`. */
function plain(v: unknown): unknown {
  if (typeof v === 'function') return /^class\b/.test(Function.prototype.toString.call(v)) ? '<class>' : '<function>';
  if (Array.isArray(v)) return Array.from(v, plain);
  if (Object.prototype.toString.call(v) === '[object RegExp]') return String(v);
  if (typeof v === 'object' && v !== null) return Object.fromEntries(Object.entries(v).map(([key, one]) => [key, plain(one)]));
  return v;
}
