import { describe, expect, it } from 'vitest';
import { check } from '../../server/src/checks/auth/missing-authentication';
import { runChecks } from '../../server/src/checks/run';
import type { Endpoint } from '../../server/src/model/api';
import { defaultConfig } from '../../server/src/model/config';
import { at, endpoint, guard, model, noAuth, required, response } from './models';

const guarded = endpoint('GET /users', { auth: required, guards: [guard('requireUser')] });
const find = (...endpoints: Endpoint[]) => runChecks(model(endpoints), defaultConfig('2026-01-01'), { checks: [check] });

describe('auth/missing-authentication', () => {
  it('reports an open endpoint beside guarded ones, with the proof and the mounts', () => {
    const evidence = [{ message: 'no guard runs before the handler', file: 'src/users.ts', range: at(12) }];
    const open = endpoint('POST /api/users/{id}/roles', {
      file: 'src/users.ts', range: at(12, 3, 21), auth: { ...noAuth, evidence },
      components: [{ text: '/api', file: 'src/app.ts', range: at(2) }, { text: '/', file: 'src/app.ts', range: at(3) }, { text: '/users', file: 'src/api.ts', range: at(4) }],
    });
    expect(find(guarded, open)).toMatchObject([{
      check: 'auth/missing-authentication', severity: 'error', file: 'src/users.ts', range: at(12, 3, 21), endpoint: 'POST /api/users/{id}/roles', owasp: 'API2:2023', cwe: 306,
      message: 'POST /api/users/{id}/roles can be called without credentials, so anyone who reaches the server may change data; ' +
        'add the guard that its siblings use, or list it under "public" in routewarden.config.json with a reason.',
      related: [...evidence, { message: "'/api' of the path comes from here", file: 'src/app.ts', range: at(2) }, { message: "'/users' of the path comes from here", file: 'src/api.ts', range: at(4) }],
      repairs: [{ kind: 'addGuard', endpoint: 'POST /api/users/{id}/roles', like: null }], suppressed: null, pointer: null,
    }]);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'ANY'])('is an error for %s', (method) => {
    expect(find(guarded, endpoint(`${method} /x`)).map((finding) => finding.severity)).toEqual(['error']);
  });

  it('is a warning for a read of data', () => {
    const open = endpoint('GET /x', { responses: [response(['email personal.contact prisma:User.email'])] });
    expect(find(guarded, open).map((finding) => finding.severity)).toEqual(['warning']);
  });

  it('is a note for a read that takes nothing and answers with literals', () => {
    const literal = { responses: [response(['ok'])] };
    expect(find(guarded, endpoint('GET /x', literal)).map((finding) => finding.severity)).toEqual(['info']);
    expect(find(guarded, endpoint('GET /x/{id}', { ...literal, parameters: [{ name: 'id', in: 'path', required: true, schema: null }] })).map((finding) => finding.severity)).toEqual(['warning']);
    expect(find(guarded, endpoint('GET /x', { responses: [response(['ok'], { complete: false })] })).map((finding) => finding.severity)).toEqual(['warning']);
    const query = { file: 'src/app.ts', start: 1, end: 2, library: 'prisma', entity: 'User' };
    expect(find(guarded, endpoint('GET /x', { responses: [response(['count'], { query })] })).map((finding) => finding.severity)).toEqual(['warning']);
    expect(find(guarded, endpoint('GET /x')).map((finding) => finding.severity)).toEqual(['warning']);
    expect(find(guarded, endpoint('POST /x', literal)).map((finding) => finding.severity)).toEqual(['error']);
  });

  it('is silent about a read that says nothing, not about a change', () => {
    expect(find(guarded, endpoint('GET /x', { inert: true }))).toEqual([]);
    expect(find(guarded, endpoint('HEAD /x', { inert: true }))).toEqual([]);
    expect(find(guarded, endpoint('POST /x', { inert: true })).map((finding) => finding.severity)).toEqual(['error']);
  });

  it.each(['required', 'optional', 'public', 'unknown'] as const)('is silent when the status is %s', (status) => {
    expect(find(guarded, endpoint('POST /x', { auth: { ...noAuth, status } }))).toEqual([]);
  });

  it('is silent about endpoints that nobody reaches, and waits for half-typed ones', () => {
    expect(find(guarded, endpoint('POST /a', { state: 'unmounted' }), endpoint('POST /b', { state: 'shadowed' }), endpoint('POST /c', { broken: true }))).toEqual([]);
    expect(find(guarded, endpoint('POST /a', { state: 'conditional' }))).toHaveLength(1);
  });

  it('says it once when nothing in the application asks for credentials', () => {
    const parser = guard('json', { verdict: 'passes', proof: 'library', mechanisms: [] });
    const findings = find(endpoint('GET /a', { guards: [parser] }), endpoint('POST /b', { range: at(6) }), endpoint('GET /health', { auth: { ...noAuth, status: 'public' } }));
    expect(findings).toMatchObject([{
      severity: 'error', file: 'src/app.ts', range: at(1), endpoint: null,
      related: [{ message: 'POST /b can be called by anyone', range: at(6) }, { message: 'GET /a can be called by anyone' }], repairs: [],
    }]);
    expect(findings[0]?.message).toContain('so POST /b and one more endpoint can be called by anyone who reaches the server');
    expect(find(endpoint('GET /a'), endpoint('GET /b')).map((finding) => finding.severity)).toEqual(['warning']);
  });

  it('does not say so while one guard or one endpoint is unknown', () => {
    const foggy = endpoint('GET /a', { auth: { ...noAuth, status: 'unknown' }, guards: [guard('outside', { verdict: 'unknown' })] });
    expect(find(foggy, endpoint('POST /b')).map((finding) => finding.endpoint)).toEqual(['POST /b']);
    expect(find(guarded, endpoint('POST /b')).map((finding) => finding.endpoint)).toEqual(['POST /b']);
    for (const sign of [{ roles: ['admin'] }, { mechanisms: ['bearer'] }]) {
      const reads = endpoint('GET /a', { guards: [guard('roles', { verdict: 'passes', mechanisms: [], ...sign })] });
      expect(find(reads, endpoint('POST /b')).map((finding) => finding.endpoint)).toEqual(['GET /a', 'POST /b']);
    }
  });

  it('keeps applications apart', () => {
    const other = endpoint('POST /b', { application: 'other', file: 'other/app.ts' });
    const both = model([guarded, other], { applications: [{ id: 'app', framework: 'express', entry: 'src/app.ts' }, { id: 'other', framework: 'express', entry: 'other/app.ts' }] });
    expect(runChecks(both, defaultConfig('2026-01-01'), { checks: [check] })).toMatchObject([{ endpoint: null, file: 'other/app.ts' }]);
  });
});
