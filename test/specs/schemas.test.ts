import { describe, expect, it } from 'vitest';
import { complaints, schemaOf, versions } from './registering';

const valid: Readonly<Record<string, Record<string, unknown>>> = {
  '2.0': { swagger: '2.0', info: { title: 'T', version: '1' }, paths: { '/a': { get: { parameters: [{ name: 'q', in: 'query', type: 'integer', minimum: 1, uniqueItems: true, maxLength: 3 }], responses: { 200: { description: 'x' } } } } } },
  '3.0': { openapi: '3.0.3', info: { title: 'T', version: '1' }, paths: { '/a': { get: { responses: { 200: { description: 'x' } } } } } },
  '3.1': { openapi: '3.1.0', info: { title: 'T', version: '1' }, paths: { '/a': { get: { responses: { 200: { description: 'x', content: { 'application/json': { schema: { type: ['string', 'null'] } } } } } } } } },
  '3.2': { openapi: '3.2.0', info: { title: 'T', version: '1' }, paths: { '/a': { query: { responses: { 200: { description: 'x' } } }, additionalOperations: { PURGE: { responses: { 200: { description: 'x' } } } } } } },
};

/** Every `$ref` and `$dynamicRef` in a schema. */
function references(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (/^\$(dynamicRef|ref)$/.test(key) && typeof inner === 'string' ? [inner] : references(inner)));
}

describe.each(versions)('the bundled schema of %s', (version) => {
  it('refers to nothing outside of itself', () => {
    const found = references(schemaOf(version));
    expect(found.length).toBeGreaterThan(20);
    expect(found.filter((reference) => !reference.startsWith('#'))).toEqual([]);
  });

  it('accepts a small document, and neither one without a title nor one with a status that is none', () => {
    const document = valid[version] ?? {};
    expect(complaints(version, document)).toEqual([]);
    expect(complaints(version, { ...document, info: { version: '1' } })).not.toEqual([]);
    expect(complaints(version, { ...document, paths: { '/a': { get: { responses: { ok: { description: 'x' } } } } } })).not.toEqual([]);
  });
});

it('the schema of 2.0 still judges what stood in the meta-schema', () => {
  const parameter = (more: Record<string, unknown>): Record<string, unknown> => ({ ...valid['2.0'], paths: { '/a': { get: { parameters: [{ name: 'q', in: 'query', type: 'integer', ...more }], responses: { 200: { description: 'x' } } } } } });
  expect(complaints('2.0', parameter({ maxLength: 3 }))).toEqual([]);
  expect(complaints('2.0', parameter({ maxLength: -3 }))).not.toEqual([]);
  expect(complaints('2.0', parameter({ enum: [] }))).not.toEqual([]);
});
