/** What a field says about whom a record belongs to. */
export type OwnerKind =
  /** The organisation, workspace or account that pays for it. */
  | 'tenant'
  /** The person it is about. */
  | 'user'
  /** Who wrote or started it: others may well read it. */
  | 'author';

const TENANT = /^(tenant|organi[sz]ation|org|workspace|company|account|customer|business|merchant)(_?id|_?uuid)?$/i;
const USER = /^(user|owner|owned_?by|owner_?user|profile|patient|student|subscriber|buyer|client|app_?user)(_?id|_?uuid)?$/i;
const AUTHOR = /^(author|creator|created_?by|created_?by_?user|poster|posted_?by|uploader|uploaded_?by|sender|added_?by|submitted_?by|host|seller)(_?id|_?uuid|_?user_?id)?$/i;

/** What a field name says about whom a record belongs to; null for all other fields. */
export function ownerKind(field: string): OwnerKind | null {
  return TENANT.test(field) ? 'tenant' : USER.test(field) ? 'user' : AUTHOR.test(field) ? 'author' : null;
}

/** Whether an entity is the people or organisations who own things. */
export const isOwnerEntity = (entity: string): boolean => /^(app_?)?(user|users|account|accounts|tenant|organi[sz]ation|workspace|company|person|member|customer|admin|team|profile)s?$/i.test(entity);

/** Entities that everybody is meant to see: what is published or sold. */
export const isPublicEntity = (entity: string): boolean =>
  /^(product|categor(y|ie)|article|post|blog_?post|comment|review|rating|tag|page|movie|film|book|event|listing|recipe|question|answer|tweet|quiz|course|lesson|song|track|album|artist|plan|price|faq|news|job|topic|thread|forum|vote|like|follow(er)?|country|city|language|template|marketplace\w*|public\w*|published\w*)s?$/i.test(entity);

/** Entities that say who belongs to what: naming another person is what they are for. */
export const isLinkEntity = (entity: string): boolean => /member|invit|role|assign|participant|share|follow|permission|access|friend|block|contact|subscription|attendee|grant|user_?(project|team|org|group)|(project|team|org|group|workspace|account|company)_?user/i.test(entity);

/** Names of records that are no secret, as clients give them: ids, not tokens of which knowing one is the permission. */
export function isObjectId(key: string): boolean {
  const last = key.slice(key.lastIndexOf('.') + 1);
  return /^(_?id|uuid|uid|pk|guid|number)$/i.test(last) || /[a-z](Id|Uuid|UUID|ID)$|_(id|uuid)$/.test(last);
}

/** Segments of paths below which administrators work. */
export const adminSegment = /^(admin|admins|administrator|administration|superadmin|super-admin|backoffice|back-office|staff|root|sudo)$/i;
/** Roles that stand above others, as they are called. */
export const adminRole = /admin|owner|super|root|staff|moderator|manager|operator|support|system|service|internal|maintainer|editor/i;
