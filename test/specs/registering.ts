import type Ajv from 'ajv';
import { type ValidateFunction } from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import AjvDraft04 from 'ajv-draft-04';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { parse } from 'yaml';
import { applyEdits } from '../../server/src/base/span';
import type { NewOperation, SpecFacts } from '../../server/src/model/spec';
import { readSpec } from '../../server/src/specs/read';
import { registerOperation } from '../../server/src/specs/register';

export const versions = ['2.0', '3.0', '3.1', '3.2'] as const;

/** The bundled schema of a version. */
export const schemaOf = (version: string): Record<string, unknown> =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`../../server/schema/openapi/openapi-${version}.json`, import.meta.url)), 'utf8')) as Record<string, unknown>;

const options = { strict: false, validateFormats: false, allErrors: false };
const compiled = new Map<string, ValidateFunction>();

/** What the bundled schema of a version has against a value. */
export function complaints(version: string, value: unknown): string[] {
  const known = compiled.get(version);
  const validate = known ?? (version.startsWith('3.0') || version === '2.0' ? new (AjvDraft04 as unknown as typeof Ajv)(options) : new (Ajv2020 as unknown as typeof Ajv)(options)).compile(schemaOf(version));
  compiled.set(version, validate);
  validate(value);
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
}

/** An operation with nothing but what the test is about. */
export const operation = (method: string, path: string, more: Partial<NewOperation> = {}): NewOperation => ({
  method, path, summary: null, operationId: null, parameters: [], requestBody: null, responses: [{ status: 200, fields: [] }], security: null, deprecated: false, ...more,
});

/** One with everything that can be said. */
export const full = (method = 'PUT', path = '/users/{id}/roles/{role?}'): NewOperation => operation(method, path, {
  summary: "Change a user's role: now", operationId: 'changeRole', deprecated: true,
  parameters: [
    { name: 'id', in: 'path', required: true, type: 'Int' }, { name: 'role?', in: 'path', required: false, type: null }, { name: 'gone', in: 'path', required: true, type: null },
    { name: 'dry', in: 'query', required: false, type: 'boolean' }, { name: 'tags', in: 'query', required: false, type: 'string[]' }, { name: 'X-Trace', in: 'header', required: true, type: null },
    { name: 'Authorization', in: 'header', required: true, type: 'string' }, { name: 'sid', in: 'cookie', required: false, type: 'string' },
  ],
  requestBody: { fields: [{ path: 'name', type: 'String' }, { path: 'until', type: 'DateTime' }, { path: 'rights[]', type: 'string' }, { path: 'owner.id', type: 'number' }] },
  responses: [
    { status: 200, fields: [{ path: 'users[].id', type: 'Int' }, { path: 'users[].email', type: 'string' }, { path: 'ok', type: 'boolean' }] },
    { status: 404, fields: [] }, { status: 200, fields: [{ path: 'page', type: 'unknown' }] }, { status: null, fields: [{ path: '[].code', type: 'integer' }] },
  ],
  security: ['bearer', 'nowhere'],
});

export const read = (text: string, file: string): SpecFacts => {
  const facts = readSpec(file, text);
  if (facts === null) throw new Error('no document');
  return facts;
};

/** The text with the operation in it. */
export function registered(text: string, file: string, what: NewOperation): string {
  const edits = registerOperation(text, file, what);
  if (edits === null) throw new Error(`not registered: ${text}`);
  return applyEdits(text, edits);
}

type Paths = Record<string, Record<string, unknown> | null>;

/** What a text says, with the paths apart. */
function plain(text: string): { readonly paths: Paths; readonly rest: Record<string, unknown> } {
  const { paths, ...rest } = parse(text.replace(/^\uFEFF/, ''), { merge: true, uniqueKeys: true, maxAliasCount: 1000 }) as { paths?: Paths | null } & Record<string, unknown>;
  return { paths: paths ?? {}, rest };
}

/**
 * Registers, and holds the result against everything that must be true of it: read again it has that one operation more; without it, it says
 * what it said; every line of before is still there, in order; it is valid where it was valid.
 */
export function expectRegistered(text: string, file: string, what: NewOperation, path = what.path): string {
  const out = registered(text, file, what);
  const before = read(text, file);
  const after = read(out, file);
  const name = (one: SpecFacts['operations'][number]): string => `${one.method} ${one.path}`;
  const added = `${what.method.toUpperCase()} ${path}`;
  expect(after.operations.map(name).filter((id) => !before.operations.map(name).includes(id))).toEqual([added]);
  expect(after.operations).toHaveLength(before.operations.length + 1);

  const was = plain(text);
  const is = plain(out);
  expect(is.rest).toEqual(was.rest);
  const [had, has] = [was.paths[path] ?? {}, is.paths[path] ?? {}];
  const others = Object.keys(has).filter((key) => !(key in had));
  expect(others).toHaveLength(1);
  for (const key of Object.keys(had)) expect(has[key]).toEqual(had[key]);
  expect(Object.keys(is.paths).filter((key) => key !== path).map((key) => [key, is.paths[key]])).toEqual(Object.keys(was.paths).filter((key) => key !== path).map((key) => [key, was.paths[key]]));

  expectLines(text, out);
  const eol = text.includes('\r\n') ? /(?<!\r)\n/ : /\r/;
  expect(out).not.toMatch(eol);
  expect(out).not.toMatch(/[ \t]+\r?$/m.test(text) ? /(?!)/ : /[ \t]+\r?$/m);
  const version = before.version;
  if (complaints(version, { ...was.rest, paths: was.paths }).length === 0) expect(complaints(version, { ...is.rest, paths: is.paths })).toEqual([]);
  return out;
}

/** Each line of before, but for a comma, `{}` or null that had to give way, in the same order. */
function expectLines(text: string, out: string): void {
  const lines = out.split(/\r?\n/);
  let at = 0;
  for (const line of text.split(/\r?\n/)) {
    if (!line.includes('#') && !line.includes('//')) continue;
    const found = lines.findIndex((one, index) => index >= at && (one === line || one.replace(',', '') === line.replace(',', '') || (one + line).includes('{}') || /: *(null|~)/.test(line)));
    expect(found, `the line ${JSON.stringify(line)} is kept`).toBeGreaterThanOrEqual(0);
    at = found + 1;
  }
}
