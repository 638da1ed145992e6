import type { Binding, DataAccess } from '../../model/access';
import type { Endpoint } from '../../model/api';
import { isLinkEntity, isOwnerEntity, ownerKind } from '../../model/lexicon/owner-terms';
import type { Check, CheckContext, Draft } from '../check';
import { isForEverybody, partOf } from '../ownership';

/** Whether the entity has the field, or is not known and the field can mean nothing else. */
function isField(access: DataAccess, field: string, { model }: CheckContext): boolean {
  const entity = model.entities.find((one) => one.name === access.entity && one.library === access.library);
  return entity === undefined ? /^(user|owner|tenant)_?id$/i.test(field) : entity.fields.some((one) => one.name === field);
}

function draft(endpoint: Endpoint, access: DataAccess, by: Binding, written: boolean): Draft {
  const harm = written
    ? `so anyone who has signed in can ${access.effect === 'create' ? 'create them for' : 'give them to'} somebody else; take it from the authenticated caller`
    : 'so anyone who has signed in reaches what belongs to others; take it from the authenticated caller, or refuse when it is somebody else\'s';
  return {
    place: access,
    message: `${endpoint.id} takes ${by.key}, which says whom a ${access.entity} belongs to, from ${partOf(by)}, ${harm}.`,
    endpoint: endpoint.id,
    subject: `${access.entity}.${by.key}`,
    related: [{ message: `${endpoint.id} is registered here`, file: endpoint.file, range: endpoint.range }],
    repairs: [{ kind: 'ownByCaller', file: access.file, range: access.range, library: access.library, field: by.key, how: 'value' }],
  };
}

/** Owners that the client names although it is known who calls. */
export const check: Check<'endpoint'> = {
  id: 'auth/client-controlled-owner',
  about: 'endpoint',
  title: 'The client says whom something belongs to',
  why:
    'The server knows who calls, but asks the request whom the record belongs to. Whoever has signed in can put in the id of another account: records are created in its name, handed to it, or read from it.',
  remedy: 'Take the owner from the session or the verified token (`userId: req.user.id`) and leave it out of the request; where people act for others, check that they may.',
  silent:
    'It is reported only when the endpoint asks for credentials and nothing that was followed compares the owner with the caller or looks up what both have to do with each other. Endpoints of administrators are not reported, ' +
    'nor are records that say who belongs to what (members, invitations, shares), because naming another person is what they are for.',
  owasp: 'API1:2023',
  cwe: 639,
  severity: 'warning',
  presets: ['recommended', 'strict'],
  run(endpoint, context) {
    if (!isForEverybody(endpoint)) return [];
    const drafts = endpoint.accesses.flatMap((access) => {
      if (access.scoped !== false || isOwnerEntity(access.entity) || isLinkEntity(access.entity) || access.permissions.length > 0) return [];
      const owns = (one: Binding): boolean => {
        const kind = ownerKind(one.key);
        return one.kind === 'input' && (kind === 'tenant' || kind === 'user') && isField(access, one.key, context);
      };
      const written = access.effect === 'create' || access.effect === 'update' ? access.written.find((one) => owns(one) && one.source === 'body') : undefined;
      const filter = access.effect === 'create' ? undefined : access.filter.find((one) => owns(one) && one.source !== 'header');
      return written !== undefined ? [draft(endpoint, access, written, true)] : filter !== undefined ? [draft(endpoint, access, filter, false)] : [];
    });
    // Several queries by one owner are one mistake: the first is where it begins.
    return [...new Map(drafts.reverse().map((one) => [one.subject, one])).values()].reverse();
  },
};
