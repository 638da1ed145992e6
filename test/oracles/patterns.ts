import type { LiveEndpoint } from './live';

/**
 * What a pattern fixture must show, written by hand: `METHOD /path` → answers to nobody, a user, an administrator; the keys of the JSON
 * that leaves; and a word where the inventory must say more than that the endpoint lives.
 */
export type Rows = Readonly<Record<string, readonly [nobody: number, user: number, admin: number, fields?: string, state?: 'conditional' | 'shadowed']>>;

/** One fixture below `apps/express-patterns` or `apps/nest-patterns`. */
export interface Pattern {
  readonly app: string;
  readonly rows: Rows;
  /** Requests that reach nothing. */
  readonly misses: readonly string[];
  /** Endpoints that are in the code and in no application: the inventory says `unmounted`, the running application does not know them. */
  readonly unmounted?: readonly string[];
}

/** The rows as a live table. */
export function liveRows(rows: Rows): LiveEndpoint[] {
  return Object.entries(rows).map(([id, [nobody, user, admin, fields = '']]) => {
    const [method = '', path = ''] = id.split(' ');
    return { method, path, withoutCredentials: nobody, asUser: user, asAdmin: admin, fields: fields.split(' ').filter((field) => field !== '') };
  }).sort((a, b) => (`${a.path} ${a.method}` < `${b.path} ${b.method}` ? -1 : 1));
}
