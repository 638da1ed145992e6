import type { Environment } from '../../evaluate/program';
import { UNKNOWN_PART } from '../paths';

type Json = Readonly<Record<string, unknown>>;
const isRecord = (v: unknown): v is Json => typeof v === 'object' && v !== null && !Array.isArray(v);
const record = (v: unknown): Json => isRecord(v) ? v : {};
const textOf = (v: unknown): string | null => typeof v === 'string' ? v : null;

/** Who is asked for what before a function runs: the authorizer of an event, `none` for what says so, null where nothing is said. */
export interface Authorizer { readonly name: string; readonly mechanism: string; readonly scopes: readonly string[] }

/** An event of a function that a request raises. */
export interface HttpEvent {
  readonly method: string;
  /** In contract notation. */
  readonly path: string;
  readonly complete: boolean;
  readonly authorizer: Authorizer | null;
  /** An answer without a status is sent as it is. */
  readonly wraps: boolean;
}

/** A function of a configuration, with the file and the export of its handler. */
export interface LambdaFunction { readonly config: string; readonly file: string; readonly name: string; readonly events: readonly HttpEvent[] }

const CONFIG = /(^|\/)(serverless(\.[\w-]+)?|template|sam|sam-template)\.(ya?ml|json)$/;
const EXTENSIONS: readonly string[] = ['.ts', '.js', '.mjs', '.cjs', '.mts', '.tsx', '/index.ts', '/index.js'];

/** The functions that the configurations of a workspace declare: of the Serverless Framework and of SAM. */
export function functionsOf(environment: Environment): readonly LambdaFunction[] {
  return environment.files().filter(file => CONFIG.test(file)).flatMap(file => {
    const json = record(environment.json(file));
    const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/') + 1) : '';
    return [...serverless(environment, file, folder, json), ...sam(environment, file, folder, json)];
  });
}

function resolved(environment: Environment, folder: string, handler: string | null): { readonly file: string; readonly name: string } | null {
  const [, path = '', name = ''] = /^(?:\.\/)?(.*)\.([\w$]+)$/.exec(handler ?? '') ?? [];
  if (path === '') return null;
  const base = `${folder}${path}`.replace(/\/\.\//g, '/').replace(/^\.\//, '');
  // What is built is looked for where it is written.
  const bases = [base, base.replace(/(^|\/)(dist|build|\.build|lib|out)\//, '$1src/'), base.replace(/(^|\/)(dist|build|\.build|lib|out)\//, '$1')];
  for (const one of bases) for (const extension of EXTENSIONS) if (environment.exists(`${one}${extension}`)) return { file: `${one}${extension}`, name };
  return null;
}

/** `/users/{id}/{proxy+}`; what a variable stands for is not known. */
function pathOf(text: string): { readonly path: string; readonly complete: boolean } {
  const rooted = text.startsWith('/') ? text : `/${text}`;
  const path = rooted.replace(/\$\{[^}]*\}/g, UNKNOWN_PART).replace(/\{(\w+)\+\}/g, '{$1*}');
  return { path: path.length > 1 ? path.replace(/\/$/, '') : path, complete: !path.includes(UNKNOWN_PART) };
}

function eventOf(method: string, path: string, authorizer: Authorizer | null, wraps: boolean): HttpEvent {
  const upper = method.toUpperCase();
  return { method: upper === '*' ? 'ANY' : upper, ...pathOf(path), authorizer, wraps };
}

function serverless(environment: Environment, config: string, folder: string, json: Json): LambdaFunction[] {
  const given = json['functions'];
  const groups = Array.isArray(given) ? given.map(record) : [record(given)];
  return groups.flatMap(group => Object.values(group)).flatMap((one): LambdaFunction[] => {
    const fn = record(one);
    const found = resolved(environment, folder, textOf(fn['handler']));
    const events = Array.isArray(fn['events']) ? fn['events'].flatMap(serverlessEvent) : [];
    return found && events.length > 0 ? [{ config, ...found, events }] : [];
  });
}

/** `- http: GET users`, `- httpApi: { method, path, authorizer }`, `- httpApi: '*'`. */
function serverlessEvent(event: unknown): HttpEvent[] {
  return ['http', 'httpApi'].flatMap(kind => {
    const given = record(event)[kind];
    const wraps = kind === 'httpApi';
    if (typeof given === 'string') {
      const [method = '', path = ''] = given.trim().split(/\s+/);
      return given.trim() === '*' ? [eventOf('*', '/{proxy+}', null, wraps)] : path === '' ? [] : [eventOf(method, path, null, wraps)];
    }
    const spec = record(given);
    const [method, path] = [textOf(spec['method']), textOf(spec['path'])];
    if (path === null) return [];
    const asked = authorizerOf(spec['authorizer']) ?? (spec['private'] === true ? { name: 'an API key', mechanism: 'apiKey', scopes: [] } : null);
    return [eventOf(method ?? '*', path, asked, wraps)];
  });
}

function authorizerOf(given: unknown): Authorizer | null {
  if (given === undefined || given === null || given === false) return null;
  const spec = record(given);
  const name = textOf(given) ?? textOf(spec['name']) ?? textOf(spec['arn']) ?? textOf(spec['type']) ?? 'an authorizer';
  const said = `${name} ${textOf(spec['type']) ?? ''}`.toLowerCase();
  const scopes = Array.isArray(spec['scopes']) ? spec['scopes'].filter(one => typeof one === 'string') : [];
  return { name, mechanism: /iam/.test(said) ? 'iam' : /cognito|jwt|token|auth0/.test(said) ? 'bearer' : 'custom', scopes };
}

function sam(environment: Environment, config: string, folder: string, json: Json): LambdaFunction[] {
  const resources = record(json['Resources']);
  const globals = record(json['Globals']);
  const common = record(globals['Function']);
  /** The default authorizer of an API by its name; of the implicit one, by ''. */
  const standard = (kind: 'Api' | 'HttpApi', api: string): unknown => {
    const own = record(record(record(resources[api])['Properties'])['Auth'])['DefaultAuthorizer'];
    return own ?? record(record(globals[kind])['Auth'])['DefaultAuthorizer'];
  };
  return Object.values(resources).flatMap((one): LambdaFunction[] => {
    const resource = record(one);
    if (resource['Type'] !== 'AWS::Serverless::Function') return [];
    const properties = { ...common, ...record(resource['Properties']) };
    const code = (textOf(properties['CodeUri']) ?? '').replace(/^\.\//, '').replace(/\/?$/, '/').replace(/^\/$/, '');
    const found = resolved(environment, `${folder}${code}`, textOf(properties['Handler']));
    const events = Object.values(record(properties['Events'])).flatMap((event): HttpEvent[] => {
      const kind = record(event)['Type'];
      if (kind !== 'Api' && kind !== 'HttpApi') return [];
      const spec = record(record(event)['Properties']);
      const path = textOf(spec['Path']);
      const auth = record(spec['Auth']);
      const named = auth['Authorizer'] ?? standard(kind, textOf(spec['RestApiId'] ?? spec['ApiId']) ?? textOf(record(spec['RestApiId'] ?? spec['ApiId'])['Ref']) ?? '');
      const asked = named === 'NONE' || named === undefined ? (auth['ApiKeyRequired'] === true ? { name: 'an API key', mechanism: 'apiKey', scopes: [] } : null) : authorizerOf(named);
      return path === null ? [] : [eventOf(textOf(spec['Method']) ?? '*', path, asked, kind === 'HttpApi')];
    });
    return found && events.length > 0 ? [{ config, ...found, events }] : [];
  });
}
