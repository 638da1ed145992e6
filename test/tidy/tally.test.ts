import { describe, expect, it } from 'vitest';
import { addTallies, tallyMocha, tallyVitest } from '../harness/tally.mjs';

const report = (status: string, fileStatus = 'passed') => ({
  testResults: [{ name: '/x/test/a/a.test.ts', status: fileStatus, assertionResults: [{ status, fullName: 'a test' }] }],
});

describe('counting of test results', () => {
  it('counts a skipped test as failed', () => {
    expect(tallyVitest(report('skipped'), () => 'a', true)).toEqual({ a: { passed: 0, failed: 1, notes: ['skipped: a test'] } });
  });

  it('counts a file that breaks before its first test', () => {
    const broken = { testResults: [{ name: 'a.test.ts', status: 'failed', message: 'boom', assertionResults: [] }] };
    expect(tallyVitest(broken, () => 'a', false)['a']?.failed).toBe(1);
  });

  it('counts an error outside of any test, and a run without tests', () => {
    expect(addTallies(Object.values(tallyVitest(report('passed'), () => 'a', false)))).toMatchObject({ passed: 1, failed: 1 });
    expect(addTallies(Object.values(tallyVitest({ testResults: [] }, () => 'a', true)))).toMatchObject({ passed: 0, failed: 1 });
  });

  it('counts pending tests of the editor and an editor that died as failed', () => {
    expect(tallyMocha({ passed: ['a'], failed: [], pending: ['b'] }, true)).toMatchObject({ passed: 1, failed: 1 });
    expect(tallyMocha({ passed: ['a'], failed: [], pending: [] }, false)).toMatchObject({ passed: 1, failed: 1 });
    expect(tallyMocha({ passed: [], failed: [], pending: [] }, true)).toMatchObject({ passed: 0, failed: 1 });
    expect(tallyMocha({ passed: ['a'], failed: [], pending: [] }, true)).toMatchObject({ passed: 1, failed: 0 });
  });
});
