import { describe, expect, it } from 'vitest';
import { changedUnits, unitShape } from '../../server/src/lower/change';
import { lowerModule } from '../../server/src/lower/module';
import type { ModuleFacts, Unit } from '../../server/src/model/facts';
import { samples } from '../syntax/mutations';
import { lower } from './lower';

const insertAt = (text: string, at: number, what: string): string => text.slice(0, at) + what + text.slice(at);

/** Edits inside one function's body: a statement more, or something in front of an expression. */
function editsOf(text: string, unit: Unit): string[] {
  return text[unit.bodyStart - 1] === '{' && !(unit.arrow && unit.body[0]?.k === 'return' && unit.body[0].n === 0 && unit.spans[0] === unit.bodyStart)
    ? ['\n  edited(1);\n', ' const edited = (x) => { return () => x; };', ' if (edited) throw new Error("x"); '].map((what) => insertAt(text, unit.bodyStart, what))
    : [insertAt(text, unit.bodyStart, 'edited && ')];
}

/** The texts of all nodes of a unit, in order. */
function textsOf(unit: Unit, text: string): string[] {
  return Array.from({ length: unit.spans.length / 2 }, (_, n) => text.slice(unit.spans[2 * n], unit.spans[2 * n + 1]));
}

function expectOnlyBelow(before: ModuleFacts, after: ModuleFacts, key: string, oldText: string, newText: string): void {
  for (const [other, unit] of Object.entries(before.units)) {
    if (other === key || other.startsWith(`${key}.`)) continue;
    const now = after.units[other];
    if (now === undefined) throw new Error(`${other} is gone`);
    expect([other, JSON.stringify([now.params, now.body, now.returnType, now.doc])]).toEqual([other, JSON.stringify([unit.params, unit.body, unit.returnType, unit.doc])]);
    expect(unitShape(now)).toBe(unitShape(unit));
    // Units around the edit contain it; all others must point at the very text that they pointed at.
    const around = other === '' || key.startsWith(`${other}.`);
    if (!around) expect(textsOf(now, newText)).toEqual(textsOf(unit, oldText));
  }
}

describe('an edit inside of one function', () => {
  it.each(samples)('changes that unit of $file only, and what is in it', ({ file, text }) => {
    const before = lowerModule(file, text);
    let edits = 0;
    for (const unit of Object.values(before.units)) {
      if (unit.key === '') continue;
      for (const edited of editsOf(text, unit)) {
        const after = lowerModule(file, edited);
        expect(after.errors).toEqual([]);
        const changes = changedUnits(before, after);
        expect(changes.interfaceChanged).toBe(false);
        expect(changes.units).toContain(unit.key);
        expect(changes.units.filter((key) => key !== unit.key && !key.startsWith(`${unit.key}.`))).toEqual([]);
        expectOnlyBelow(before, after, unit.key, text, edited);
        edits++;
      }
    }
    expect(edits).toBeGreaterThan(8);
  });
});

describe('changedUnits', () => {
  const changes = (before: string, after: string): unknown => changedUnits(lower(before), lower(after));

  it('is empty when only the layout changes', () => {
    expect(changes('function f() { return a(1); }\nimport b from "b";\ntype T = { a: 1 };', '\n\n// c\nfunction f() {\n  return a( 1 );\n}\nimport  b  from "b";\ntype T = {\n a: 1 };')).toEqual({ units: [], interfaceChanged: false });
  });

  it('names what changed', () => {
    expect(changes('function f() { a(); }\nfunction g() { b(); }', 'function f() { a(); }\nfunction g() { c(); }')).toEqual({ units: ['1'], interfaceChanged: false });
    expect(changes('f(); function g() {}', 'h(); function g() {}')).toEqual({ units: [''], interfaceChanged: false });
    expect(changes('function f(a) {}', 'function f(a: string) {}')).toEqual({ units: ['0'], interfaceChanged: false });
    expect(changes('function f() {}', 'async function f() {}')).toEqual({ units: ['0'], interfaceChanged: false });
    expect(changes('function f() {}', '/** Doc. */ function f() {}')).toEqual({ units: ['0'], interfaceChanged: false });
  });

  it('names a unit that came or went together with the one around it', () => {
    expect(changes('function f() { a(); }', 'function f() { a(() => 1); }')).toEqual({ units: ['0', '0.0'], interfaceChanged: false });
    expect(changes('function f() { a(() => 1); }', 'function f() { a(); }')).toEqual({ units: ['0', '0.0'], interfaceChanged: false });
  });

  it.each([
    ['a function at the top level', 'a();', 'a(() => 1);'],
    ['an import', 'import a from "a";', 'import b from "a";'],
    ['a specifier', 'import a from "a";', 'import a from "b";'],
    ['an export', 'const a = 1;', 'export const a = 1;'],
    ['a type', 'type A = string;', 'type A = number;'],
    ['a type that is called start', 'type start = { start: string };', 'type end = { start: string };'],
  ])('says that nothing can be reused after a change of %s', (_, before, after) => {
    expect(changes(before, after)).toMatchObject({ interfaceChanged: true });
  });
});
