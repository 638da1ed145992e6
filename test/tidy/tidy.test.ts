import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { layerViolations } from './layers';
import { readSources, sourceOf, type Source, type Violation } from './source';
import { stateViolations } from './state';
import { clockViolations, fileViolations, frameworkNameViolations, leftoverViolations, undocumentedViolations } from './wording';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const product = readSources(root, ['server/src/**/*.ts', 'client/src/**/*.ts']);
const everything = readSources(root, ['server/**/*.{ts,mjs}', 'client/**/*.{ts,mjs}', 'test/**/*.{ts,mts,mjs}', '*.{mjs,mts}']);

const show = (violations: readonly Violation[]): string[] => violations.map(({ path, line, message }) => `${path}:${line} ${message}`);

/** Each rule, what it looks at, synthetic files that break it (path → text) and near misses that keep it. */
const rules: readonly {
  readonly name: string;
  readonly rule: (sources: readonly Source[]) => Violation[];
  readonly over: readonly Source[];
  readonly broken: readonly (readonly [string, string])[];
  readonly kept: readonly (readonly [string, string])[];
}[] = [
  {
    name: 'imports follow the layers',
    rule: layerViolations,
    over: product,
    broken: [
      ['server/src/base/a.ts', "import type { X } from '../model/api';"],
      ['server/src/evaluate/a.ts', "export { x } from '../dialects/x';"],
      ['server/src/dialects/one/a.ts', "import { x } from '../two/b';"],
      ['server/src/dialects/one/a.ts', "import { x } from '../../syntax/tree';"],
      ['server/src/checks/auth/a.ts', "import { x } from './b';"],
      ['server/src/checks/auth/a.ts', "import { x } from '../../dialects/one/a';"],
      ['server/src/reports/a.ts', "import { x } from '../engine/workspace';"],
      ['server/src/cli/main.ts', "import { x } from '../lsp/server';"],
      ['server/src/engine/a.ts', "const fs = await import('node:fs');"],
      ['server/src/cli/main.ts', "import { writeFileSync } from 'node:fs';"],
      ['server/src/engine/a.ts', "import { spawn } from 'node:child_process';"],
      ['server/src/host/a.ts', "import { runInThisContext } from 'node:vm';"],
      ['server/src/host/a.ts', "import fs from 'fs';"],
      ['server/src/lower/a.ts', "import ts from 'typescript';"],
      ['server/src/engine/a.ts', "import { Diagnostic } from 'vscode-languageserver';"],
      ['server/src/lsp/a.ts', "import * as vscode from 'vscode';"],
      ['server/src/host/a.ts', "import x from 'left-pad';"],
      ['server/src/host/a.ts', "const x = require('left-pad');"],
      ['server/src/strange/a.ts', ''],
      ['client/src/a.ts', "import { x } from '../../server/src/engine/api';"],
      ['client/src/a.ts', "import { x } from '../../server/src/lsp/protocol';"],
    ],
    kept: [
      ['server/src/model/a.ts', "import type { X } from '../base/span';"],
      ['server/src/dialects/one/a.ts', "import { x } from './b'; import { y } from '../shared';"],
      ['server/src/checks/auth/a.ts', "import type { C } from '../check'; import { E } from '../../model/api';"],
      ['server/src/syntax/a.ts', "import ts from 'typescript';"],
      ['server/src/host/a.ts', "import { readFileSync } from 'node:fs';"],
      ['client/src/a.ts', "import type { X } from '../../server/src/lsp/protocol'; import * as vscode from 'vscode';"],
    ],
  },
  {
    name: 'no module holds state',
    rule: stateViolations,
    over: product,
    broken: [
      ['server/src/link/a.ts', 'let count = 0;'],
      ['server/src/link/a.ts', 'export var count = 0;'],
      ['server/src/link/a.ts', 'const seen = new Map(); export function f(k) { seen.set(k, 1); }'],
      ['server/src/link/a.ts', 'const list = []; export const f = (x) => list.push(x);'],
      ['server/src/link/a.ts', 'const state = {}; export function f() { state.x = 1; }'],
      ['server/src/link/a.ts', 'const state = { n: 0 }; export function f() { state.n++; }'],
      ['server/src/link/a.ts', 'export const table = new Map([[1, 2]]);'],
    ],
    kept: [
      ['server/src/link/a.ts', 'const names = new Set(["a"]); export function f(n) { const names = new Map(); names.set(n, 1); return names; }'],
      ['server/src/link/a.ts', 'export const table: ReadonlyMap<number, number> = new Map([[1, 2]]);'],
      ['server/src/link/a.ts', 'export function f() { let n = 0; n += 1; return n; }'],
      ['server/src/engine/workspace.ts', 'let current = 0;'],
    ],
  },
  {
    name: 'the evaluator names no framework',
    rule: frameworkNameViolations,
    over: product,
    broken: [
      ['server/src/evaluate/a.ts', "if (module === 'express') {}"],
      ['server/src/evaluate/a.ts', '// as Fastify does'],
      ['server/src/evaluate/a.ts', "const m = 'next/server';"],
      ['server/src/evaluate/a.ts', "const m = '@nestjs/common';"],
    ],
    kept: [
      ['server/src/evaluate/a.ts', "const e: Expression = node.expression; iterator.next(); // the next one, a nested expression, 'next'"],
      ['server/src/dialects/express/a.ts', "const m = 'express';"],
    ],
  },
  {
    name: 'no file is too long or named after nothing',
    rule: fileViolations,
    over: everything,
    broken: [['server/src/link/a.ts', 'a;\n'.repeat(401)], ['server/src/link/utils.ts', ''], ['test/helpers/a-utils.ts'.replace('a-utils', 'helper'), '']],
    kept: [['server/src/link/a.ts', 'a;\n'.repeat(400)], ['server/src/link/utility-bill.ts', '']],
  },
  {
    name: 'nothing is left over or switched off',
    rule: leftoverViolations,
    over: everything.filter((source) => !/^test\/tidy\/(tidy\.test|wording)\.ts$/.test(source.path)),
    broken: [
      ['test/a.test.ts', '// TODO later'],
      ['test/a.test.ts', "it.skip('x', () => {});"],
      ['test/a.test.ts', "describe.only('x', () => {});"],
      ['server/src/link/a.ts', '// eslint-disable-next-line no-console'],
      ['server/src/link/a.ts', '// @ts-ignore'],
    ],
    kept: [['server/src/link/a.ts', '// eslint-disable-next-line no-console -- the report itself']],
  },
  {
    name: 'exported functions say what they do',
    rule: undocumentedViolations,
    over: product,
    broken: [['server/src/link/a.ts', 'export function f() {}']],
    kept: [['server/src/link/a.ts', '/** Says what. */\nexport function f() {}\nfunction g() {}']],
  },
  {
    name: 'no clock and no chance below the engine',
    rule: clockViolations,
    over: product,
    broken: [
      ['server/src/checks/auth/a.ts', 'const now = Date.now();'],
      ['server/src/reports/a.ts', 'const now = new Date();'],
      ['server/src/link/a.ts', 'const x = Math.random();'],
    ],
    kept: [['server/src/reports/a.ts', 'const day = new Date(text);'], ['server/src/host/a.ts', 'const now = Date.now();']],
  },
];

describe.each(rules)('tidy: $name', ({ rule, over, broken, kept }) => {
  it('holds for the project', () => {
    expect(over.length).toBeGreaterThan(0);
    expect(show(rule(over))).toEqual([]);
  });

  it.each(broken)('would see a break in %s: %s', (path, text) => {
    expect(rule([sourceOf(path, text)])).toHaveLength(1);
  });

  it.each(kept)('is silent about a near miss in %s: %s', (path, text) => {
    expect(show(rule([sourceOf(path, text)]))).toEqual([]);
  });
});
