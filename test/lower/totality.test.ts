import { describe, expect, it } from 'vitest';
import { lowerModule } from '../../server/src/lower/module';
import type { ModuleFacts, Unit } from '../../server/src/model/facts';
import { mutationsOf, samples, type Sample } from '../syntax/mutations';

/** Calls back for every ordinal and every reference to a unit in a unit's own code. */
function visit(value: unknown, onOrdinal: (n: number) => void, onUnit: (key: string) => void): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'n' && typeof inner === 'number') onOrdinal(inner);
    else if (key === 'unit' && typeof inner === 'string') onUnit(inner);
    else visit(inner, onOrdinal, onUnit);
  }
}

const parentOf = (key: string): string => (key.includes('.') ? key.slice(0, key.lastIndexOf('.')) : '');

/** What is wrong with one unit, in words. */
function problemsOf(unit: Unit, size: number, referenced: Set<string>): string[] {
  const problems: string[] = [];
  const count = unit.spans.length / 2;
  const seen = new Set<number>();
  visit([unit.params, unit.body], (n) => seen.add(n), (key) => {
    if (parentOf(key) !== unit.key) problems.push(`${unit.key} refers to ${key}`);
    if (referenced.has(key)) problems.push(`${key} is referred to twice`);
    referenced.add(key);
  });
  if (!Number.isInteger(count)) problems.push(`${unit.key} has half a span`);
  for (const n of seen) if (!(n >= 0 && n < count)) problems.push(`${unit.key} has no span for ${n}`);
  if (!(0 <= unit.start && unit.start <= unit.bodyStart && unit.bodyStart <= unit.end && unit.end <= size)) problems.push(`${unit.key} stands at ${unit.start}, ${unit.bodyStart}, ${unit.end}`);
  for (let n = 0; n < count; n++) {
    const [start = -1, end = -1] = unit.spans.slice(2 * n, 2 * n + 2);
    if (!(unit.start <= start && start <= end && end <= unit.end)) problems.push(`${unit.key}:${n} stands at ${start}..${end}`);
  }
  return problems;
}

function problemsIn(facts: ModuleFacts, text: string): string[] {
  const referenced = new Set<string>(['']);
  const problems = Object.entries(facts.units).flatMap(([key, unit]) => [...(unit.key === key ? [] : [`${key} says ${unit.key}`]), ...problemsOf(unit, text.length, referenced)]);
  for (const key of Object.keys(facts.units)) if (!referenced.has(key)) problems.push(`nothing refers to ${key}`);
  for (const key of referenced) if (facts.units[key] === undefined) problems.push(`there is no unit ${key}`);
  for (const { start, end } of [...facts.imports, ...Object.values(facts.types), ...facts.errors, ...facts.directives]) {
    if (!(start >= 0 && start <= end && end <= text.length)) problems.push(`something stands at ${start}..${end}`);
  }
  return problems;
}

describe('lowerModule is total', () => {
  it.each(samples.map((sample) => [sample.file, sample] as const))('in the half-typed states of %s', (file, sample: Sample) => {
    let states = 0;
    for (const text of mutationsOf(sample, 3, 100)) {
      states++;
      const problems = problemsIn(lowerModule(file, text), text);
      if (problems.length > 0) throw new Error(`${problems.join('; ')} in ${JSON.stringify(text)}`);
    }
    expect(states).toBeGreaterThan(600);
  });

  it('would see facts that do not hold together', () => {
    const facts = lowerModule('a.ts', 'f(() => 1);');
    const top = facts.units[''];
    if (top === undefined) throw new Error('no top level');
    expect(problemsIn(facts, 'f(() => 1);')).toEqual([]);
    expect(problemsIn({ ...facts, units: { '': { ...top, spans: top.spans.slice(0, 2) } } }, 'f(() => 1);')).toEqual([expect.stringMatching(/no span for 1/), expect.anything(), expect.anything(), 'there is no unit 0']);
  });
});

describe('facts are plain data', () => {
  it.each(samples)('of $file: equal for equal text, and after JSON', ({ file, text }) => {
    const facts = lowerModule(file, text);
    expect(JSON.stringify(lowerModule(file, text))).toBe(JSON.stringify(facts));
    expect(JSON.parse(JSON.stringify(facts))).toStrictEqual(facts);
    expect(facts.errors).toEqual([]);
  });
});
