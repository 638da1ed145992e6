import type { ApiModel, Application, Auth, Endpoint, Guard, OperationEntry, Pairing, Response, ResponseField } from '../../server/src/model/api';
import type { Range } from '../../server/src/base/span';

/** A range on one line. */
export const at = (line: number, column = 1, end = column + 1): Range => ({ start: { line, column }, end: { line, column: end } });

export const noAuth: Auth = { status: 'none', mechanisms: [], roles: [], scopes: [], evidence: [] };
export const required: Auth = { ...noAuth, status: 'required', mechanisms: ['bearer'] };

/** A live, open endpoint; the parts that a test is about are given. */
export function endpoint(id: string, parts: Partial<Endpoint> = {}): Endpoint {
  const [method = 'GET', path = '/'] = id.split(' ');
  return {
    id, method, path, pathComplete: true, components: [], protocol: 'http', application: 'app', framework: 'express', state: 'live', handler: null,
    file: 'src/app.ts', range: at(5), span: { start: 0, end: 0 }, guards: [], auth: noAuth, parameters: [], requestBody: null, responses: [], rateLimited: null,
    deprecated: false, sunset: null, broken: false, inert: false, accesses: [], claims: [], assumptions: [], ...parts,
  };
}

/** A guard that refuses requests without credentials. */
export function guard(name: string, parts: Partial<Guard> = {}): Guard {
  return {
    name, file: 'src/app.ts', range: at(1), scope: 'route', verdict: 'refuses', proof: 'evaluated', mechanisms: ['bearer'], roles: [], scopes: [], why: 'it answers 401', reference: null, ...parts,
  };
}

/** A complete response with the given fields, written `path class source`; `-` stands for null. */
export function response(fields: readonly string[], parts: Partial<Response> = {}): Response {
  const parsed = fields.map((text): ResponseField => {
    const [path = '', fieldClass = '-', source = '-'] = text.split(' ');
    return { path, type: 'string', class: fieldClass === '-' ? null : fieldClass, source: source === '-' ? null : source };
  });
  return { file: 'src/app.ts', range: at(9), status: 200, complete: true, fields: parsed, query: null, ...parts };
}

export function operation(id: string, parts: Partial<OperationEntry> = {}): OperationEntry {
  const [method = 'GET', path = '/'] = id.split(' ');
  return {
    id, method, path, document: 'openapi.yaml', pointer: '/paths/x', file: 'openapi.yaml', range: at(7), auth: { status: 'unspecified', schemes: [] }, deprecated: false, endpoints: [], ...parts,
  };
}

export function pairing(id: string, parts: Partial<Pairing> = {}): Pairing {
  return { endpoint: id, status: 'unregistered', document: 'openapi.yaml', pointer: null, line: null, mismatch: null, outside: false, ...parts };
}

export const application: Application = { id: 'app', framework: 'express', entry: 'src/app.ts' };

export function model(endpoints: readonly Endpoint[], parts: Partial<ApiModel> = {}): ApiModel {
  return {
    applications: [application], endpoints, operations: [], pairings: [], documents: [], entities: [], calls: [], coverage: { files: 1, analysed: 1, skipped: [], unresolved: [] }, ...parts,
  };
}
