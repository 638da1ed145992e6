import { describe, expect, it } from 'vitest';
import { check } from '../../server/src/checks/drift/unregistered-endpoint';
import { runChecks } from '../../server/src/checks/run';
import type { ApiModel, Endpoint, Pairing } from '../../server/src/model/api';
import { defaultConfig } from '../../server/src/model/config';
import { at, endpoint, model, operation, pairing, response } from './models';

const documents = [{ file: 'openapi.yaml', version: '3.1', title: null, errors: 0 }];
const find = (one: Endpoint, pair: Partial<Pairing> = {}, parts: Partial<ApiModel> = {}) =>
  runChecks(model([one], { documents, pairings: [pairing(one.id, pair)], ...parts }), defaultConfig('2026-01-01'), { checks: [check] });

describe('drift/unregistered-endpoint', () => {
  it('reports an endpoint that no document describes and offers to add it', () => {
    expect(find(endpoint('GET /notes/export', { range: at(8, 1, 40) }))).toMatchObject([{
      check: 'drift/unregistered-endpoint', severity: 'warning', range: at(8, 1, 40), endpoint: 'GET /notes/export', owasp: 'API9:2023', cwe: 1059,
      message: 'GET /notes/export is in no OpenAPI document, so reviews, tests and gateways that read the document miss it; add it to openapi.yaml or remove it.',
      repairs: [{ kind: 'registerOperation', endpoint: 'GET /notes/export', document: 'openapi.yaml' }],
    }]);
  });

  it('says the path mismatch instead when code and document agree but for a prefix', () => {
    const findings = find(endpoint('GET /api/notes'), { mismatch: { operation: 'GET /notes' } }, { operations: [operation('GET /notes', { range: at(11) })] });
    expect(findings).toMatchObject([{
      message: "GET /api/notes is described as GET /notes in openapi.yaml, so clients of the document call a path that is not served; make the prefixes agree in the document's servers or in the code.",
      related: [{ message: 'GET /notes is described here', file: 'openapi.yaml', range: at(11) }], repairs: [],
    }]);
  });

  it('picks no document among several, and does not register an endpoint of every method', () => {
    const two = { documents: [...documents, { file: 'other.yaml', version: '3.0', title: null, errors: 0 }] };
    expect(find(endpoint('GET /x'), { document: null }, two).map((finding) => [finding.repairs, finding.message.includes('add it to one or')])).toEqual([[[], true]]);
    expect(find(endpoint('GET /x'), { document: 'other.yaml' }, two)).toMatchObject([{ repairs: [{ document: 'other.yaml' }] }]);
    expect(find(endpoint('GET /x'), { document: null })).toMatchObject([{ repairs: [{ document: 'openapi.yaml' }] }]);
    expect(find(endpoint('ANY /x')).map((finding) => finding.repairs)).toEqual([[]]);
  });

  it.each(['registered', 'excluded', 'no-spec'] as const)('is silent when the status is %s', (status) => {
    expect(find(endpoint('GET /x'), { status })).toEqual([]);
  });

  it.each<Partial<Endpoint>>([{ protocol: 'graphql' }, { protocol: 'websocket' }, { state: 'unmounted' }, { state: 'conditional' }, { state: 'shadowed' }, { pathComplete: false }, { broken: true }])('is silent for %o', (parts) => {
    expect(find(endpoint('GET /x', parts))).toEqual([]);
  });

  it('is silent without a document', () => {
    expect(find(endpoint('GET /x'), {}, { documents: [] })).toEqual([]);
  });

  it('is silent outside of what the documents are about, but not about a path mismatch', () => {
    expect(find(endpoint('GET /settings'), { outside: true })).toEqual([]);
    expect(find(endpoint('GET /api/notes'), { mismatch: { operation: 'GET /notes' }, outside: true }, { operations: [operation('GET /notes')] })).toHaveLength(1);
  });

  it.each([
    'GET /healthz', 'GET /api/ready', 'GET /google/callback', 'POST /auth/saml/token', 'GET /.well-known/jwks.json', 'POST /oauth2/authorize', 'POST /billing/stripeWebhook', 'ANY /stripe/webhook', 'POST /webhooks/github', 'GET /cron/daily',
    'GET /files/{path*}', 'GET /{rest*?}',
  ])('is silent about plumbing: %s', (id) => {
    expect(find(endpoint(id))).toEqual([]);
  });

  it.each(['POST /webhooks', 'GET /webhooks/{id}', 'GET /stripe/webhook', 'POST /webhooks/test', 'POST /auth/login', 'GET /health/records', 'GET /orders/{id}/status', 'POST /version', 'GET /scrons/1', 'GET /files/{path}'])('speaks of what only looks like it: %s', (id) => {
    expect(find(endpoint(id))).toHaveLength(1);
  });

  it('is silent about what only redirects, and refuses', () => {
    const answers = (...statuses: readonly (number | null)[]): number => find(endpoint('GET /x', { responses: statuses.map(status => response([], { status })) })).length;
    expect([answers(302), answers(307, 404), answers(302, 200), answers(302, null), answers(404), answers()]).toEqual([0, 0, 1, 1, 1, 1]);
  });
});
