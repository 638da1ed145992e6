import { describe, expect, it } from 'vitest';
import type { Check, Draft } from '../../server/src/checks/check';
import { configuredSeverity, runChecks } from '../../server/src/checks/run';
import type { Endpoint } from '../../server/src/model/api';
import { defaultConfig, type Config } from '../../server/src/model/config';
import { at, endpoint, model, operation, pairing, response } from './models';

const config = (parts: Partial<Config> = {}): Config => ({ ...defaultConfig('2026-01-01'), ...parts });
const words = { title: 'T', why: 'W.', remedy: 'R.', silent: 'S.', owasp: 'API8:2023', cwe: 1, severity: 'warning', presets: ['recommended', 'strict'] } as const;
const draft = (subject: string, parts: Partial<Draft> = {}): Draft => ({ place: { file: 'a.ts', range: at(1) }, message: subject, endpoint: null, subject, related: [], repairs: [], ...parts });
const everyEndpoint: Check<'endpoint'> = { ...words, id: 'test/every-endpoint', about: 'endpoint', run: (one) => [draft('x', { place: one, endpoint: one.id })] };

describe('running checks', () => {
  it('asks each kind of check about its kind', () => {
    const asked: string[] = [];
    const say = (text: string): readonly Draft[] => { asked.push(text); return []; };
    runChecks(model([endpoint('GET /a', { responses: [response(['x'])] }), endpoint('GET /b', { broken: true })], { operations: [operation('GET /c')], pairings: [pairing('GET /a'), pairing('GET /b')] }), config(), {
      checks: [
        { ...everyEndpoint, run: (one: Endpoint) => say(`endpoint ${one.id}`) },
        { ...words, id: 'test/r', about: 'response', run: (one) => say(`response ${one.endpoint.id}`) },
        { ...words, id: 'test/o', about: 'operation', run: (one) => say(`operation ${one.id}`) },
        { ...words, id: 'test/p', about: 'pair', run: (one) => say(`pair ${one.endpoint.id}`) },
        { ...words, id: 'test/a', about: 'application', run: (one) => say(`application ${one.application.id} ${one.endpoints.length}`) },
      ],
    });
    expect(asked).toEqual(['endpoint GET /a', 'response GET /a', 'operation GET /c', 'pair GET /a', 'application app 2']);
  });

  it.each<readonly [Partial<Config>, string | undefined]>([
    [{}, undefined],
    [{ checks: { 'test/every-endpoint': 'error' } }, 'error'],
    [{ checks: { 'test/*': 'hint' } }, 'hint'],
    [{ checks: { 'test/*': 'off', 'test/every-endpoint': 'info' } }, 'info'],
    [{ checks: { 'test/every-endpoint': 'off' } }, 'off'],
    [{ checks: { 'other/*': 'off' } }, undefined],
  ])('severity with %o is %s', (parts, expected) => {
    expect(configuredSeverity(everyEndpoint, config(parts))).toBe(expected);
  });

  it('runs what the preset holds; `all` holds everything; an entry of its own switches a check on', () => {
    const strict = { ...everyEndpoint, presets: ['strict'] as const };
    const never = { ...everyEndpoint, presets: [] };
    const one = model([endpoint('GET /a')]);
    const count = (check: Check<'endpoint'>, parts: Partial<Config>): number => runChecks(one, config(parts), { checks: [check] }).length;
    expect([count(strict, {}), count(strict, { preset: 'strict' }), count(strict, { preset: 'all' })]).toEqual([0, 1, 1]);
    // Every risk of the list, whatever the other presets say of the check.
    expect([count(never, { preset: 'owasp-api-2023' }), count({ ...strict, owasp: 'none' }, { preset: 'owasp-api-2023' })]).toEqual([1, 0]);
    expect([count(never, { preset: 'strict' }), count(never, { preset: 'all' }), count(never, { checks: { 'test/every-endpoint': 'info' } })]).toEqual([0, 1, 1]);
  });

  it('tells one place once, with the other endpoints beside it', () => {
    const same = { file: 'a.ts', range: at(3) };
    const check: Check<'endpoint'> = { ...words, id: 'test/answer', about: 'endpoint', run: (one) => [draft('x', { place: same, endpoint: one.id }), draft('y', { place: same, endpoint: one.id })] };
    const told = (endpoints: readonly Endpoint[]): unknown => runChecks(model(endpoints), config(), { checks: [check] }).map((finding) => [finding.message, finding.endpoint, finding.related.map((one) => one.message)]);
    expect(told([endpoint('GET /a'), endpoint('GET /b')])).toEqual([['x', 'GET /a', ['the same holds for GET /b']], ['y', 'GET /a', ['the same holds for GET /b']]]);
    // It is the endpoint of that file's own that is named.
    expect(told([endpoint('GET /a', { file: 'old.ts' }), endpoint('GET /b', { file: 'a.ts' })])).toEqual([['x', 'GET /b', ['the same holds for GET /a']], ['y', 'GET /b', ['the same holds for GET /a']]]);
  });

  it('lets the engine override by file, on and off', () => {
    const two = model([endpoint('GET /a', { file: 'old/a.ts' }), endpoint('GET /b', { file: 'new/b.ts' })]);
    const inOld = (severity: 'off' | 'error') => (_check: string, file: string) => (file.startsWith('old/') ? severity : undefined);
    expect(runChecks(two, config(), { checks: [everyEndpoint], severityOf: inOld('off') }).map((finding) => finding.file)).toEqual(['new/b.ts']);
    const off = config({ checks: { 'test/every-endpoint': 'off' } });
    expect(runChecks(two, off, { checks: [everyEndpoint], severityOf: inOld('error') }).map((finding) => [finding.file, finding.severity])).toEqual([['old/a.ts', 'error']]);
  });

  it('orders by file and place', () => {
    const places = [['b.ts', 1, 1], ['a.ts', 10, 1], ['a.ts', 9, 4], ['a.ts', 9, 2]] as const;
    const endpoints = places.map(([file, line, column], index) => endpoint(`GET /${index}`, { file, range: at(line, column) }));
    expect(runChecks(model(endpoints), config(), { checks: [everyEndpoint] }).map((finding) => finding.endpoint)).toEqual(['GET /3', 'GET /2', 'GET /1', 'GET /0']);
  });

  it('gives fingerprints that survive moving code and tell everything else apart', () => {
    const print = (check: Check<'endpoint'>, ...ids: string[]) => runChecks(model(ids.map((id, index) => endpoint(id, { range: at(index + 1), file: `${ids.length}.ts` }))), config(), { checks: [check] }).map((finding) => finding.fingerprint);
    const [a, b] = print(everyEndpoint, 'GET /a', 'GET /b');
    expect(print(everyEndpoint, 'GET /z', 'GET /y', 'GET /a')[2]).toBe(a);
    expect(a).not.toBe(b);
    expect(print({ ...everyEndpoint, id: 'test/other' }, 'GET /a')[0]).not.toBe(a);
    expect(print({ ...everyEndpoint, run: (one) => [draft('y', { endpoint: one.id })] }, 'GET /a')[0]).not.toBe(a);
    expect(a).toMatch(/^[0-9a-z]{8,}$/);
  });

  it('says the same of the same place once', () => {
    const often: Check<'endpoint'> = { ...everyEndpoint, run: (one) => ['x', 'x', 'y'].map((subject) => ({ ...draft(subject, { endpoint: one.id }), message: `about ${subject}` })) };
    expect(runChecks(model([endpoint('GET /a')]), config(), { checks: [often] }).map(({ message }) => message)).toEqual(['about x', 'about y']);
  });

  it('numbers findings whose natural keys are equal', () => {
    const twice = runChecks(model([endpoint('GET /a', { range: at(1) }), endpoint('GET /a', { range: at(2) })]), config(), { checks: [everyEndpoint] });
    expect(twice[0]?.fingerprint).toBe(runChecks(model([endpoint('GET /a')]), config(), { checks: [everyEndpoint] })[0]?.fingerprint);
    expect(new Set(twice.map((finding) => finding.fingerprint)).size).toBe(2);
  });
});
