import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../../server/src/model/api';
import { createWorkspace } from '../../../server/src/engine/workspace';
import { defaultConfig } from '../../../server/src/model/config';
import { memoryTree } from '../../checks/memory-tree';

function endpoints(files: Readonly<Record<string, string>>): readonly Endpoint[] {
  return createWorkspace(memoryTree({ 'package.json': '{ "name": "x" }', ...files }), defaultConfig('2026-01-01')).snapshot().model.endpoints;
}
const told = (list: readonly Endpoint[]): string[] => list.map(({ id, auth, file }) => `${[id, auth.status, ...auth.mechanisms].join(' ')} ${file}`).sort();
const handler = "exports.run = async (event) => ({ statusCode: 200, body: JSON.stringify({ id: event.pathParameters.id }) });";
const serverless = (events: string, more = ''): string => `service: x\nfunctions:\n  one:\n    handler: src/one.run\n    events:\n${events}\n${more}`;

describe('the Serverless Framework', () => {
  it('declares requests in short and in long', () => {
    expect(told(endpoints({ 'src/one.js': handler, 'serverless.yml': serverless("      - http: GET a\n      - http: { path: 'b/{id}', method: post }\n      - httpApi: '*'\n      - httpApi: 'any /c/{proxy+}'\n      - schedule: rate(1 day)\n      - sqs: arn") })))
      .toEqual(['ANY /c/{proxy*} none src/one.js', 'ANY /{proxy*} none src/one.js', 'GET /a none src/one.js', 'POST /b/{id} none src/one.js']);
  });

  it('says who is asked for credentials by the gateway', () => {
    expect(told(endpoints({ 'src/one.js': handler, 'serverless.yml': serverless("      - http: { path: a, method: get, authorizer: aws_iam }\n      - http: { path: b, method: get, authorizer: { name: check } }\n      - http: { path: c, method: get, private: true }\n      - httpApi: { path: /d, method: get, authorizer: { name: cognito, scopes: [read] } }\n      - http: { path: e, method: get, cors: true }") })))
      .toEqual(['GET /a required iam src/one.js', 'GET /b required custom src/one.js', 'GET /c required apiKey src/one.js', 'GET /d required bearer src/one.js', 'GET /e none src/one.js']);
  });

  it('finds handlers where they are written, and is silent about those that are not there', () => {
    expect(told(endpoints({ 'api/src/users/list.ts': 'export const main = async () => ({ statusCode: 204 });', 'api/serverless.yml': "functions:\n  - users:\n      handler: dist/users/list.main\n      events:\n        - http: { path: 'v${self:custom.version}/users', method: get }\n  - gone:\n      handler: nowhere.main\n      events: [{ http: GET x }]" })))
      .toEqual(['GET /v{…}/users none api/src/users/list.ts']);
  });
});

describe('SAM', () => {
  it('declares requests with the authorizers of events, of APIs and of all', () => {
    expect(told(endpoints({
      'src/one.js': handler,
      'template.yaml': `AWSTemplateFormatVersion: '2010-09-09'
Globals:
  Function: { CodeUri: src/ }
Resources:
  Guarded:
    Type: AWS::Serverless::Api
    Properties: { StageName: prod, Auth: { DefaultAuthorizer: CognitoAuthorizer } }
  One:
    Type: AWS::Serverless::Function
    Properties:
      Handler: one.run
      Events:
        A: { Type: Api, Properties: { Path: /a, Method: get, RestApiId: !Ref Guarded } }
        B: { Type: Api, Properties: { Path: /b, Method: get, RestApiId: !Ref Guarded, Auth: { Authorizer: NONE } } }
        C: { Type: HttpApi, Properties: { Path: '/c/{id}', Method: any } }
        D: { Type: Schedule, Properties: { Schedule: rate(1 day) } }
`,
    }))).toEqual(['ANY /c/{id} none src/one.js', 'GET /a required bearer src/one.js', 'GET /b none src/one.js']);
  });
});

describe('a handler', () => {
  const one = (code: string, event = '      - http: POST a/{id}'): Endpoint | undefined => endpoints({ 'src/one.js': code, 'serverless.yml': serverless(event) })[0];

  it('reads parameters, the query, headers of any case and the body', () => {
    const found = one("exports.run = async (event) => { const { name } = JSON.parse(event.body || '{}'); return { statusCode: 201, body: JSON.stringify({ name, id: event.pathParameters.id, q: event.queryStringParameters?.q, h: event.headers['X-Tenant'] }) }; };");
    expect(found?.parameters.map(({ in: where, name }) => `${where} ${name}`)).toEqual(['header x-tenant', 'path id', 'query q']);
    expect(found?.requestBody?.fields.map(({ path }) => path)).toEqual(['name']);
    expect(found?.responses.map(({ status, fields }) => [status, fields.map(({ path }) => path).join()])).toEqual([[201, 'name,id,q,h']]);
  });

  it('answers by a callback, too', () => {
    expect(one("exports.run = (event, context, callback) => { callback(null, { statusCode: 200, body: JSON.stringify({ a: 1 }) }); };")?.responses.map(({ status }) => status)).toEqual([200]);
  });

  it('may ask for credentials itself', () => {
    expect(one("exports.run = async (event) => { if (event.headers['x-api-key'] !== process.env.KEY) return { statusCode: 401, body: '' }; return { statusCode: 200, body: 'x' }; };")?.auth.status).toBe('required');
  });

  it('has the middleware of Middy before it: what gives nothing back lets everybody on', () => {
    const chain = (before: string): string | undefined => one(`const middy = require('@middy/core');\nexports.run = middy(async () => ({ statusCode: 200, body: 'x' })).use({ before: ${before} });`)?.auth.status;
    expect(chain("async ({ event }) => { if (!event.headers.authorization) return { statusCode: 401, body: '' }; }")).toBe('required');
    expect(chain("async ({ event }) => { if (!event.headers.authorization) { const e = new Error(); e.statusCode = 401; throw e; } }")).toBe('required');
    expect(chain("async ({ event }) => { if (!event.headers.authorization) console.log('nobody'); }")).not.toBe('required');
    expect(chain("async (request) => { request.event.extra = 1; }")).toBe('none');
  });

  it('that hands everything to code out of sight says nothing of its answers', () => {
    expect(one("const wrap = require('elsewhere');\nexports.run = wrap();")?.auth.status).toBe('unknown');
  });
});
