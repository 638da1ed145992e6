import type { LiveEndpoint } from './live';
import { story } from './story';

/** What the story demands of the live table. */
export function wantedTable(): LiveEndpoint[] {
  return story.map((one) => ({
    method: one.method, path: one.path,
    withoutCredentials: one.auth === 'required' ? 401 : one.success,
    asUser: one.roles.length > 0 ? 403 : one.success,
    asAdmin: one.success,
    fields: one.fields,
  })).sort((a, b) => (`${a.path} ${a.method}` < `${b.path} ${b.method}` ? -1 : 1));
}
