import { describe, expect, it } from 'vitest';
import { programOf, UNKNOWN } from '../harness/program';

const value = (code: string): unknown => programOf({ 'a.ts': code }).plain('a.ts');

describe('plain values', () => {
  it('joins templates', () => {
    expect(value("const v = 'v1'; export default `/api/${v}/users`;")).toBe('/api/v1/users');
  });
  it('keeps what it does not know as a part', () => {
    expect(value('export default `/api/${unknownName}/x`;')).toBe('/api/{…}/x');
    expect(value('export default unknownName;')).toBe(UNKNOWN);
  });
});
