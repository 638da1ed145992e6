import type { ApiModel, Place } from '../../model/api';
import type { Known } from '../../model/calls';
import type { Check } from '../check';
import { endpointOf, propertyOf, reachedBy, subjectOf, wordsIn } from '../known';
import { tokenUse } from '../jwt';

const secret = /(^| )(password|passwd|pwd|passphrase|password hash|hashed password|salt|secret|private key|api key|ssn|social security number|card number|cvv|cvc|iban|mfa secret|totp secret|otp secret)$/;
const aboutIt = /^(has|is|must|needs|reset|force|require|change|require|forgot|no|without|last|next) /;
const isSecretName = (name: string): boolean => { const words = wordsIn(name); return secret.test(words) && !aboutIt.test(words); };

interface Found { readonly what: string; readonly at: Place }

/** Queries that give one record with all of its fields. */
const query = /(?:^|\.)(\w+?)(?:Repository|Model|Repo)?\.(?:findOne|findOneBy|findOneOrFail|findOneByOrFail|findUnique|findUniqueOrThrow|findFirst|findFirstOrThrow|findById|findByPk|findByIdAndUpdate|findOneAndUpdate)(?:\.(?:lean|exec|toJSON|toObject))?$/;

/** The secret field of an entity that a value holds as a whole. */
function entityIn(known: Known, model: ApiModel): Found | undefined {
  if (known.k !== 'call') return undefined;
  const name = query.exec(known.name)?.[1]?.toLowerCase();
  if (name === undefined || known.args.some((arg) => propertyOf(arg, 'select') !== undefined || propertyOf(arg, 'attributes') !== undefined)) return undefined;
  const entity = model.entities.find((one) => one.name.toLowerCase() === name || `${one.name.toLowerCase()}s` === name);
  const field = entity?.fields.find((one) => !one.hidden && one.relation === null && isSecretName(one.name));
  return entity && field ? { what: `${entity.name}.${field.name}`, at: known.at } : undefined;
}

function secretIn(known: Known | undefined, model: ApiModel, depth = 0): Found | undefined {
  if (known === undefined || depth > 3) return undefined;
  const whole = entityIn(known, model);
  if (whole !== undefined) return whole;
  if (known.k !== 'object') return undefined;
  for (const prop of known.props) {
    // A flag about a password (`password: false`) or a schema's word is no password.
    if (isSecretName(prop.name) && prop.value.k !== 'literal' && prop.value.k !== 'function') return { what: `'${prop.name}'`, at: prop.at };
    const inner = secretIn(prop.value, model, depth + 1);
    if (inner !== undefined) return { what: inner.what, at: prop.at };
  }
  return undefined;
}

/** A token carries a secret that anyone who holds it can read. */
export const check: Check<'call'> = {
  id: 'auth/jwt-sensitive-payload',
  about: 'call',
  title: 'A token carries a secret',
  why: 'A signed token is not encrypted: its claims are plain text to everyone who sees it, in browsers, logs and proxies. A password hash in it can be cracked at leisure, and it stays in the token after it was changed.',
  remedy: 'Put the identifier of the user into the token and what is needed to decide, such as a role; read the rest from the database.',
  silent: 'It is reported for fields that are called after a secret, and for a record as a whole when its entity is known, has such a field and does not hide it. A query that selects its fields is silent.',
  owasp: 'API3:2023',
  cwe: 522,
  severity: 'error',
  presets: ['recommended', 'strict'],
  run(call, { model }) {
    const use = tokenUse(call);
    const found = use?.does === 'sign' ? secretIn(use.payload, model) : undefined;
    if (found === undefined) return [];
    return [{
      place: found.at.file === call.file ? found.at : call.callee,
      message: `The token carries ${found.what}, which everyone who sees the token can read; put only identifiers into it.`,
      endpoint: endpointOf(call), subject: subjectOf(call), related: reachedBy(call), repairs: [],
    }];
  },
};
