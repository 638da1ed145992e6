import { join } from 'node:path';
import { createWorkspace } from '../../server/src/engine/workspace';
import { openTree } from '../../server/src/host/tree';
import type { ApiModel, Endpoint } from '../../server/src/model/api';
import { defaultConfig } from '../../server/src/model/config';
import { here } from './load';
import type { LiveEndpoint } from './live';
import type { StoryEndpoint } from './story';

/** What the engine finds in a fixture's files; nothing of it is executed. */
export function staticModel(app: string): ApiModel {
  const opened = openTree(join(here, 'apps', app));
  if (!opened.ok) throw new Error(opened.problem);
  return createWorkspace(opened.tree, defaultConfig('2026-01-01')).snapshot().model;
}

/** Whether an answer to nobody is a refusal: no credentials, no rights, or off to the login page. */
export const refuses = (status: number): boolean => status === 401 || status === 403 || (status >= 300 && status < 400);

const served = (endpoint: Endpoint): boolean => endpoint.state !== 'unmounted';
const at = (endpoint: Endpoint): string => `${endpoint.file}:${endpoint.range.start.line}`;

/** The fields of successful answers; null where the inventory says that it could not follow all of them. */
function fieldsOf(endpoint: Endpoint): readonly string[] | null {
  const sent = endpoint.responses.filter((response) => response.status === null || response.status < 300);
  if (sent.some((response) => !response.complete)) return null;
  return [...new Set(sent.flatMap((response) => response.fields.map((field) => field.path)))].sort();
}

/** Every point in which the static inventory contradicts the running application, in words. */
export function disagreements(model: ApiModel, live: readonly LiveEndpoint[]): string[] {
  const out: string[] = [];
  const byId = new Map<string, Endpoint>();
  for (const endpoint of model.endpoints.filter(served)) {
    if (byId.has(endpoint.id)) out.push(`${endpoint.id} is twice in the inventory (${at(endpoint)})`);
    byId.set(endpoint.id, endpoint);
    if (!live.some(({ method, path }) => `${method} ${path}` === endpoint.id)) out.push(`${endpoint.id} is in the inventory (${at(endpoint)}) and not served`);
  }
  for (const row of live) {
    const id = `${row.method} ${row.path}`;
    const endpoint = byId.get(id);
    if (endpoint === undefined) {
      out.push(`${id} is served and not in the inventory`);
      continue;
    }
    const { status, evidence } = endpoint.auth;
    if (status === 'unknown') out.push(`${id} answers ${row.withoutCredentials} to nobody; the inventory does not know: ${evidence.map(({ message }) => message).join('; ')}`);
    else if ((status === 'required') !== refuses(row.withoutCredentials)) {
      out.push(`${id} answers ${row.withoutCredentials} to nobody; the inventory says ${status}: ${evidence.map(({ message }) => message).join('; ')}`);
    }
    const fields = endpoint.state === 'shadowed' ? null : fieldsOf(endpoint);
    if (fields !== null && fields.join() !== row.fields.join()) out.push(`${id} sends [${row.fields.join(', ')}]; the inventory says [${fields.join(', ')}]`);
  }
  return out;
}

/** What a story's endpoint must be in the inventory beyond what can be seen from outside. */
export function storyDisagreements(model: ApiModel, story: readonly StoryEndpoint[]): string[] {
  return story.flatMap((wanted) => {
    const id = `${wanted.method} ${wanted.path}`;
    const endpoint = model.endpoints.find((one) => one.id === id);
    if (endpoint === undefined) return [`${id} is not in the inventory`];
    const out: string[] = [];
    if (endpoint.auth.status !== wanted.auth) out.push(`${id} must be ${wanted.auth}; the inventory says ${endpoint.auth.status}`);
    if (endpoint.auth.roles.join() !== wanted.roles.join()) out.push(`${id} must need the roles [${wanted.roles.join()}]; the inventory says [${endpoint.auth.roles.join()}]`);
    if (!endpoint.pathComplete) out.push(`${id}: the path is complete, and the inventory says that it is not`);
    if (fieldsOf(endpoint) === null) out.push(`${id}: the answer can be followed, and the inventory says that it could not`);
    // Not to know is allowed here; the opposite is not.
    const validated = endpoint.requestBody?.validated ?? null;
    if (wanted.validated !== null && validated !== null && validated !== wanted.validated) {
      out.push(`${id}: the body is ${wanted.validated ? '' : 'not '}validated; the inventory says ${String(validated)}`);
    }
    for (const secret of wanted.secrets) {
      const field = endpoint.responses.flatMap((response) => response.fields).find(({ path }) => path === secret);
      if (field?.class !== 'credential' && field?.class !== 'secret') out.push(`${id}: ${secret} is a secret; the inventory says ${String(field?.class)}`);
    }
    return out;
  });
}
