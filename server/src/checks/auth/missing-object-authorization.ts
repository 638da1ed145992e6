import type { DataAccess } from '../../model/access';
import type { Endpoint } from '../../model/api';
import { isPublicEntity } from '../../model/lexicon/owner-terms';
import type { Check, CheckContext, Draft } from '../check';
import { chosenBy, isForEverybody, ownerOf, partOf, type Owner } from '../ownership';

const does: Readonly<Record<DataAccess['effect'], string>> = { read: 'gives', create: 'creates', update: 'changes', delete: 'deletes' };

/** What everybody may read anyway is no secret to those who have signed in. */
function isOpenElsewhere(access: DataAccess, { model }: CheckContext): boolean {
  return model.endpoints.some(({ auth, accesses }) => (auth.status === 'none' || auth.status === 'public' || auth.status === 'optional')
    && accesses.some((one) => one.entity === access.entity && one.library === access.library && one.effect === 'read' && one.scoped !== true));
}

/** Whether any query finds these records by their owner, the caller. */
const isAskedFor = (access: DataAccess, owner: Owner, { model }: CheckContext): boolean => model.endpoints.some(({ accesses }) =>
  accesses.some((one) => one.entity === access.entity && one.library === access.library && one.filter.some((each) => each.key === owner.field && each.kind === 'principal')));

/** Whether it matters who calls: what a tenant or a person owns, and who wrote something where it is changed. */
function matters(access: DataAccess, owner: Owner, context: CheckContext): boolean {
  // Rights that are asked for by name may well be what decides within one organisation.
  if (access.permissions.length > 0 && owner.kind !== 'tenant') return false;
  // Who wrote something need not be the only one who may change it, unless the code asks for them elsewhere.
  if (owner.kind === 'author' && !isAskedFor(access, owner, context)) return false;
  return access.effect !== 'read' || (owner.kind !== 'author' && !isPublicEntity(access.entity) && !isOpenElsewhere(access, context));
}

function forAccess(endpoint: Endpoint, access: DataAccess, owner: Owner): readonly Draft[] {
  const by = chosenBy(access);
  if (by === null) return [];
  return [{
    place: access,
    message: `${endpoint.id} ${does[access.effect]} whichever ${access.entity} ${partOf(by)} names, and nothing compares its ${owner.field} with the caller, so anyone who has signed in reaches those of others; ` +
      `add ${owner.field} to the query, or refuse when it is not the caller's.`,
    endpoint: endpoint.id,
    subject: `${access.entity} by ${by.key}`,
    related: [{ message: `${endpoint.id} is registered here`, file: endpoint.file, range: endpoint.range }],
    repairs: [{ kind: 'ownByCaller', file: access.file, range: access.range, library: access.library, field: owner.field, how: 'filter' }],
  }];
}

/** Records that are found by what the client says alone, though they belong to somebody. */
export const check: Check<'endpoint'> = {
  id: 'auth/missing-object-authorization',
  about: 'endpoint',
  title: 'An object is reached by its id, whoever owns it',
  why:
    'Whoever has signed in can put the id of somebody else\'s object into the request and read, change or delete it. Ids are no secret: they stand in links, lists and logs, and can often be counted through. ' +
    'It is the most frequent weakness of APIs, and no test of a single account shows it.',
  remedy:
    'Add the owner to the filter of the query (`where: { id, userId: req.user.id }`), so that what belongs to others is not found; or load the object, compare its owner with the caller and answer 403 or 404.',
  silent:
    'It is reported only when the endpoint asks for credentials, the entity has a field that says whom it belongs to, and everything between the request and the query was followed: ' +
    'a filter by the caller or the tenant, also of a related record, a comparison of the record with the caller that refuses otherwise, a lookup of a membership by the same id and a policy that is asked are all enough, in whichever function they stand. ' +
    'Endpoints of administrators, entities that everybody may read, tokens that are no ids, and records that only say who wrote them, where they are only read or no query asks for their author, are not reported.',
  owasp: 'API1:2023',
  cwe: 639,
  severity: 'error',
  presets: ['recommended', 'strict'],
  run(endpoint, context) {
    if (!isForEverybody(endpoint)) return [];
    const drafts = endpoint.accesses.filter((access) => access.scoped === false && access.effect !== 'create').flatMap((access) => {
      const owner = ownerOf(access, context.model.entities);
      return owner === null || !matters(access, owner, context) ? [] : forAccess(endpoint, access, owner);
    });
    // A record that is looked up and then changed is one mistake: the lookup is where the owner belongs.
    return [...new Map(drafts.reverse().map((draft) => [draft.subject, draft])).values()];
  },
};
