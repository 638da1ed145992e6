import type { Endpoint, Entity, Response, ResponseField } from '../../model/api';
import { ownDataWords, sessionDeliveryWords } from '../../model/lexicon/delivery';
import type { Evidence, Severity } from '../../model/finding';
import { distinctEvidence, listed, type Check } from '../check';

/** What each class does to whom, and how bad that is. Classes that are not here are no business of this check. */
const classes: Readonly<Record<string, { readonly severity: Severity; readonly words: string }>> = {
  credential: { severity: 'error', words: 'lets whoever receives it work out passwords' },
  secret: { severity: 'error', words: 'lets whoever receives it act as the owner of the secret' },
  recovery: { severity: 'error', words: 'lets whoever receives it take the account over' },
  session: { severity: 'error', words: 'lets whoever receives it act as the signed-in user' },
  financial: { severity: 'warning', words: 'is financial data of a person' },
  'government-id': { severity: 'warning', words: 'identifies a person to authorities' },
  health: { severity: 'warning', words: 'is health data of a person' },
};

const pathWords = (path: string): readonly string[] => path.split('/').filter((segment) => !segment.startsWith('{')).map((segment) => segment.toLowerCase().replaceAll(/[^a-z0-9]/g, ''));
const passes = (words: readonly string[], table: ReadonlySet<string>): boolean => words.some((word) => table.has(word));

/** Whether handing this class out is what the endpoint is for: a sign-in gives tokens, a creation shows the new secret once, a profile shows one's own data. */
function isDelivery(endpoint: Endpoint, { class: fieldClass, path }: ResponseField): boolean {
  const words = pathWords(endpoint.path);
  switch (fieldClass) {
    // A list of records is not the one that was just made.
    case 'secret': return endpoint.method === 'POST' && !path.includes('[].');
    case 'session': return endpoint.method === 'POST' || passes(words, sessionDeliveryWords);
    case 'financial':
    case 'government-id':
    case 'health': return passes(words, ownDataWords) || endpoint.auth.roles.length > 0;
    default: return false;
  }
}

/** Where the entities of the fields are declared, one piece of evidence for each entity. */
function declarations(fields: readonly ResponseField[], entities: readonly Entity[]): readonly Evidence[] {
  return entities.flatMap((entity) => {
    const prefix = `${entity.library}:${entity.name}.`;
    const names = fields.flatMap((field) => (field.source?.startsWith(prefix) === true ? [field.source.slice(prefix.length)] : []));
    return names.length === 0 ? [] : [{ message: `${entity.name} declares ${listed([...new Set(names)])}`, file: entity.file, range: entity.range }];
  });
}

/** `User.passwordHash` of `prisma:User.passwordHash`. */
const sourceName = (source: string): string => source.slice(source.indexOf(':') + 1);

function exposed(endpoint: Endpoint, response: Response): readonly ResponseField[] {
  return response.fields.filter((field) => field.class !== null && classes[field.class] !== undefined && field.source !== null && !isDelivery(endpoint, field));
}

const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2, hint: 3 };

/** Entity fields in a response that its receiver should not see. */
export const check: Check<'response'> = {
  id: 'exposure/sensitive-field-in-response',
  about: 'response',
  title: 'A response carries a field that its receiver should not see',
  why:
    'The page may show only a name, but the answer holds what was sent: password hashes, reset tokens, API keys, card numbers. Everyone who may call the endpoint can read them, and they end up in logs, caches and browser tools.',
  remedy:
    'Ask the database only for the fields that the caller needs (`select`, `omit`, a projection), or build the answer field by field. Filter on the server: what the client leaves out of its view was already sent.',
  silent:
    'It speaks only of fields that were followed from an entity of the database to the response. Fields that a projection, a hidden column or a mapper took away are gone. Sign-in, refresh and registration answers may hold tokens; a POST may show the ' +
    'secret that it just made, but no list of secrets; one\'s own profile (`/me`) and endpoints behind a role may hold financial, government and health data. E-mail addresses, phone numbers and other personal data are marked in the inventory, but are not reported.',
  owasp: 'API3:2023',
  cwe: 201,
  severity: 'error',
  presets: ['recommended', 'strict'],
  run({ endpoint, response }, context) {
    if (endpoint.state === 'unmounted' || endpoint.state === 'shadowed') return [];
    const fields = exposed(endpoint, response);
    const [worst] = [...fields].sort((a, b) => rank[classes[a.class ?? '']?.severity ?? 'hint'] - rank[classes[b.class ?? '']?.severity ?? 'hint']);
    if (worst === undefined) return [];
    const { severity, words } = classes[worst.class ?? ''] ?? { severity: 'warning', words: 'is sensitive' };
    const named = fields.map((field) => field.path);
    const rest = fields.length > 1 ? `, of which ${worst.path} ${words}` : `, which ${words}`;
    const origins = new Set(fields.map((field) => sourceName(field.source ?? '')));
    const related: readonly Evidence[] = [
      ...declarations(fields, context.model.entities),
      ...(endpoint.file === response.file && endpoint.range.start.line === response.range.start.line
        ? [] : [{ message: `${endpoint.id} is registered here`, file: endpoint.file, range: endpoint.range }]),
    ];
    return [{
      place: response,
      message: `The response of ${endpoint.id} carries ${listed(named)} (from ${listed([...origins])})${rest}; send only the fields that the caller needs.`,
      severity,
      endpoint: endpoint.id,
      subject: named.join(' '),
      related: distinctEvidence(related),
      repairs: [{
        kind: 'pickFields', endpoint: endpoint.id, fields: named,
        source: response.query === null ? null : { file: response.query.file, start: response.query.start, end: response.query.end },
      }],
    }];
  },
};
