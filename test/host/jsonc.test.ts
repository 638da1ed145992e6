import { describe, expect, it } from 'vitest';
import { parseJsonc, readJsonc } from '../../server/src/syntax/jsonc';

describe('JSON with comments', () => {
  it('gives the value, comments and trailing commas allowed', () => {
    expect(parseJsonc('// why\n{ "a": [1, 2,], /* b */ "b": null, }')).toEqual({ a: [1, 2], b: null });
  });

  it('gives what it can of half-typed text, and never throws', () => {
    expect(parseJsonc('{ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["src/*"')).toEqual({ compilerOptions: { baseUrl: '.', paths: { '@/*': ['src/*'] } } });
    for (const text of ['', '{', 'nonsense', '\0', '[,,]']) expect(() => parseJsonc(text)).not.toThrow();
    const deep = '['.repeat(200_000);
    expect(() => [parseJsonc(deep), readJsonc(deep)]).not.toThrow();
    expect(readJsonc(deep).errors.length).toBeGreaterThan(0);
  });

  it('gives the places of keys and values, and of what is wrong', () => {
    const text = '{ "a": { "b": [10, 20] } }';
    const document = readJsonc(text);
    const shown = (span: { start: number; end: number } | undefined): string | undefined => span && text.slice(span.start, span.end);
    expect([shown(document.valueAt(['a', 'b', 1])), shown(document.keyAt(['a', 'b'])), shown(document.keyAt(['a', 'b', 0])), shown(document.valueAt(['x']))]).toEqual(['20', '"b"', undefined, undefined]);
    expect(document.errors).toEqual([]);
    expect(readJsonc('{ "a" 1 }').errors[0]).toMatchObject({ start: 6, message: 'colon expected' });
  });
});
