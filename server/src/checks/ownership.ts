import type { Binding, DataAccess } from '../model/access';
import type { Endpoint, Entity } from '../model/api';
import { adminRole, adminSegment, isObjectId, isOwnerEntity, ownerKind, type OwnerKind } from '../model/lexicon/owner-terms';
import { segmentWords } from '../model/lexicon/path-terms';
import { isLive } from './check';

/** The field that says whom a record belongs to. */
export interface Owner { readonly field: string; readonly kind: OwnerKind }

const STRENGTH: readonly OwnerKind[] = ['tenant', 'user', 'author'];

/** Whom the records of an entity belong to; null for those that belong to nobody, and for the people and organisations themselves. */
export function ownerOf(access: Pick<DataAccess, 'entity' | 'library'>, entities: readonly Entity[]): Owner | null {
  if (isOwnerEntity(access.entity)) return null;
  const entity = entities.find((one) => one.name === access.entity && one.library === access.library);
  const named = entity?.fields.flatMap((field): readonly Owner[] => {
    // A list is what belongs to the record, not whom it belongs to.
    const kind = field.list ? null : ownerKind(field.name);
    return kind === null ? [] : [{ field: field.name, kind }];
  }) ?? [];
  const best = STRENGTH.flatMap((kind) => named.filter((one) => one.kind === kind));
  // Of a relation and its column the column is what queries name.
  const columns = best.filter((one) => entity?.fields.find((field) => field.name === one.field)?.relation === null);
  return columns.find((one) => one.kind === best[0]?.kind) ?? best[0] ?? null;
}

/** Whether an endpoint is for callers who have signed in and stand no higher than others. */
export function isForEverybody(endpoint: Endpoint): boolean {
  return isServed(endpoint) && endpoint.auth.status === 'required' && !endpoint.auth.roles.some((role) => adminRole.test(role)) && !isAdminPath(endpoint) && knowsPeople(endpoint);
}

/** Whether it answers requests today, over HTTP. */
export const isServed = (endpoint: Endpoint): boolean => isLive(endpoint) && endpoint.protocol !== 'websocket' && endpoint.method !== 'OPTIONS';

/** Whether the path is one below which administrators work. */
export const isAdminPath = (endpoint: Endpoint): boolean => endpoint.path.split('/').some((segment) => adminSegment.test(segmentWords(segment)));

/** Segments of paths that the application's own services call. */
const SERVICE = /^(cron|crons|webhooks?|hooks|internal|jobs?|queues?|tasks?|workers?|callbacks?|qstash|inngest|scim)$/;

/** Keys and signatures of services stand for no person, so nothing belongs to who uses them. */
const knowsPeople = ({ auth, path }: Endpoint): boolean =>
  !path.split('/').some((segment) => SERVICE.test(segmentWords(segment))) && !auth.evidence.some((one) => /qstash|webhook|signature|svix|cron/i.test(one.message)) && knowsCallers(auth);

const knowsCallers = (auth: Endpoint['auth']): boolean => auth.mechanisms.length === 0 || auth.mechanisms.some((one) => one !== 'apiKey' && one !== 'basic' && one !== 'signature' && one !== 'mtls');

/** The key by which a client chooses one record; null where the filter says more, or nothing that a client said. */
export function chosenBy(access: DataAccess): Binding | null {
  if (SEVERAL.test(access.operation)) return null;
  return access.filter.find((one) => one.kind === 'input' && ['path', 'query', 'body'].includes(one.source ?? '') && isOwnId(one.key, access.entity)) ?? null;
}

/** Whether a key is the id of the entity itself: `id`, `_id`, `uuid`, `invoiceId` of invoices. What it belongs to has ids, too. */
function isOwnId(key: string, entity: string): boolean {
  const plain = (text: string): string => text.replace(/[_-]/g, '').toLowerCase();
  if (/^(_?id|uuid|uid|pk|guid)$/i.test(key)) return true;
  const named = /^(.+?)(id|uuid)$/.exec(plain(key))?.[1];
  return named !== undefined && ownerKind(key) === null && isObjectId(key) && (plain(entity) === named || plain(entity).replace(/s$/, '') === named);
}

const SEVERAL = /^(findMany|find|findBy|findAndCount\w*|count\w*|aggregate|groupBy|exists?|existsBy|distinct|estimatedDocumentCount|getCount)$/;

/** How a message calls a part of the request. */
export function partOf({ source, name }: Pick<Binding, 'source' | 'name'>): string {
  const where: Readonly<Record<string, string>> = { path: 'path', query: 'query string', body: 'body', header: 'headers', cookie: 'cookies' };
  return name === '' ? `the ${where[source ?? ''] ?? 'request'}` : `${name} of the ${where[source ?? ''] ?? 'request'}`;
}

/** Whether any endpoint asks the database for what belongs to the caller: otherwise nothing is known to belong to anybody. */
export function knowsOwners(endpoints: readonly Endpoint[]): boolean {
  return endpoints.some((endpoint) => endpoint.accesses.some((access) => [...access.filter, ...access.written].some((one) => one.kind === 'principal')));
}
