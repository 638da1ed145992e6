import type { Endpoint, Guard } from '../../model/api';
import { segmentWords } from '../../model/lexicon/path-terms';
import { asksForRights, authenticatesLike, authentication, groupsOf, guardName, isAboutCaller, mayBeRestricted } from '../auth-siblings';
import { isChange, type Check, type Draft } from '../check';
import { isServed } from '../ownership';

const kindOf = (endpoint: Endpoint): string => isChange(endpoint) ? 'changes' : 'reads';

interface Carried { readonly guard: Guard; readonly by: Endpoint[] }

/** The guards that ask for rights, by name, with the endpoints that carry them. */
function carriedBy(endpoints: readonly Endpoint[]): ReadonlyMap<string, Carried> {
  const found = new Map<string, Carried>();
  for (const endpoint of endpoints) {
    for (const guard of endpoint.guards) {
      const name = guardName(guard);
      if (name === null || !asksForRights(guard)) continue;
      const known = found.get(name) ?? { guard, by: [] };
      found.set(name, known);
      if (!known.by.includes(endpoint)) known.by.push(endpoint);
    }
  }
  return found;
}

/** The sibling whose guard a fix would copy: the one with the same method, or else the next one. */
const nearest = (endpoint: Endpoint, by: readonly Endpoint[]): Endpoint | undefined =>
  by.find((one) => one.method === endpoint.method) ?? by.find((one) => kindOf(one) === kindOf(endpoint)) ?? by[0];

function draft(endpoint: Endpoint, name: string, { guard, by }: Carried, count: number): Draft {
  const like = nearest(endpoint, by);
  return {
    place: endpoint,
    message: `${endpoint.id} has no ${name}, which ${by.length} of the ${count} endpoints beside it have, so whoever has signed in can call it whatever they may do otherwise; add the guard with the right that it needs.`,
    endpoint: endpoint.id,
    subject: name,
    related: [...like === undefined ? [] : [{ message: `${like.id} has ${name}`, file: like.file, range: like.range }], { message: guard.why, file: guard.file, range: guard.range }],
    repairs: [{ kind: 'addGuard', endpoint: endpoint.id, like: like?.id ?? null }],
  };
}

/** The share of an application's endpoints that makes a rule of it, how many there have to be, and how many a file must have that lack it: one or two may be different on purpose. */
const RULE = { share: 0.7, least: 12, file: 3 } as const;
/** What people do with their own account needs no right beyond being themselves. */
const OWN = /^(me|self|account|profile|auth|logout|session|sessions|oauth\d?|sso|mfa|2fa|preferences|notifications?|switch|feedback)$/;

/** Endpoints that change something in files of which none asks for rights, where most others of the application do: whole routers that were forgotten. */
function forgottenFiles(endpoints: readonly Endpoint[]): readonly Draft[] {
  const changing = endpoints.filter((endpoint) => endpoint.auth.status === 'required' && kindOf(endpoint) === 'changes');
  const asking = changing.filter((endpoint) => endpoint.guards.some(asksForRights));
  if (asking.length < RULE.least) return [];
  const lackingAll = changing.filter((one) => !mayBeRestricted(one) && !isAboutCaller(one) && !one.path.split('/').some((segment) => OWN.test(segmentWords(segment))));
  return groupsOf(endpoints).flatMap((group) => {
    if (group.some(mayCarry)) return [];
    const lacking = group.filter((endpoint) => lackingAll.includes(endpoint));
    return lacking.length < RULE.file ? [] : lacking.flatMap((endpoint) => {
      const alike = asking.filter((one) => authenticatesLike(endpoint, one));
      const open = lackingAll.filter((one) => authentication(one).join() === authentication(endpoint).join());
      const [[name, carried] = [null, null]] = [...carriedBy(alike)].sort(([, a], [, b]) => b.by.length - a.by.length);
      if (name === null || carried === null || alike.length < RULE.least || alike.length < RULE.share * (alike.length + open.length)) return [];
      return [{ ...draft(endpoint, name, carried, alike.length + open.length), message:
        `${endpoint.id} changes something and asks for no right, as no endpoint of its file does, while ${alike.length} of the ${alike.length + open.length} endpoints of the application that change something and were followed do; add ${name} with the right that it needs.` }];
    });
  });
}

const mayCarry = (endpoint: Endpoint): boolean => endpoint.guards.some(asksForRights);

/** Routes that lack what most of their siblings ask of the caller. */
export const check: Check<'application'> = {
  id: 'auth/inconsistent-guard',
  about: 'application',
  title: 'An endpoint lacks the guard that its siblings have',
  why:
    'One route among many that lacks the permission of the others is the shape of most published advisories: a route was added later, or a guard was forgotten when it was copied. Whoever has signed in can call it.',
  remedy: 'Add the guard of the siblings, with the role or permission that the route needs. Where it is open to everybody who has signed in on purpose, suppress the finding with the reason.',
  silent:
    'It is reported only when at least three other endpoints of the same file, and half of them, carry a guard of this name that is known to refuse those who lack a right, and three quarters carry one of any name; ' +
    'and where no endpoint of a file asks for rights although most that change something in the application do. An endpoint whose handler asks for rights itself or looks up what belongs to the caller, ' +
    'that carries another guard which does, or of whose guards one could not be followed, is not reported; nor is one that asks for no credentials at all, because that is told by `auth/missing-authentication`.',
  owasp: 'API5:2023',
  cwe: 862,
  severity: 'warning',
  presets: ['recommended', 'strict'],
  run({ endpoints }) {
    const served = endpoints.filter((endpoint) => isServed(endpoint) && !endpoint.broken);
    const beside = groupsOf(served).flatMap((group) => {
      const carried = carriedBy(group);
      const lacking = group.filter((endpoint) => endpoint.auth.status === 'required' && !mayBeRestricted(endpoint) && !isAboutCaller(endpoint));
      return lacking.flatMap((endpoint) => {
        const others = group.filter((one) => one !== endpoint && one.auth.status !== 'public');
        // Guards of several names may ask for rights (`checkPermission`, `checkAnyPermission`).
        const asking = others.filter(mayCarry).length;
        // What only those that change something carry is no guard of those that read.
        const alike = (by: readonly Endpoint[]): boolean => by.some((one) => kindOf(one) === kindOf(endpoint)) || kindOf(endpoint) === 'changes';
        const [best] = [...carried].filter(([, { by }]) => by.length >= 3 && asking >= 0.75 * others.length && by.length >= 0.5 * others.length && alike(by) && by.some((one) => authenticatesLike(endpoint, one))).sort(([, a], [, b]) => b.by.length - a.by.length);
        return best === undefined ? [] : [draft(endpoint, best[0], best[1], others.length)];
      });
    });
    return [...beside, ...forgottenFiles(served)];
  },
};
