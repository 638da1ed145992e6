import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { here } from './load';

/** The files of a package that stands in for Prisma, for frameworks that load packages themselves. */
export function transpileStub(name: 'prisma-client'): readonly (readonly [file: string, text: string])[] {
  const compiled = (stub: string): string => ts.transpileModule(readFileSync(join(here, 'stubs', `${stub}.ts`), 'utf8'), {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  }).outputText;
  return [['rows.js', compiled('rows')], ['index.js', compiled(name)], ['package.json', JSON.stringify({ name: '@prisma/client', version: '0.0.0', main: 'index.js' })]];
}
