import type { LibraryCall } from '../../model/calls';
import type { RepairIntent } from '../../model/finding';
import type { Check, CheckContext } from '../check';
import { endpointOf, lacksOption, optionOf, reachedBy, subjectOf, writtenIn } from '../known';
import { tokenDefaults, tokenUse, type TokenUse } from '../jwt';

/** Tokens that are meant to last: keys of machines, links that are sent by mail. */
const lasting = /api_?key|unsubscribe|machine|service_?(account|token)|webhook|share|permanent|preview|download|invite|embed|widget|bot_?token|personal_?access/i;

function endsNever(call: LibraryCall, use: TokenUse, { model }: CheckContext): boolean {
  const { payload, options } = use;
  if (use.library === 'jose') {
    const complete = call.chain.some((link) => link.name === 'sign');
    return complete && !call.chain.some((link) => link.name === 'setExpirationTime') && payload !== undefined && payload.k === 'object' && lacksOption(payload, 'exp');
  }
  if (use.library === 'fast-jwt') return options?.k === 'object' && lacksOption(options, 'expiresIn');
  // A payload that is not written out may hold the end.
  if (payload === undefined || payload.k !== 'object' || !lacksOption(payload, 'exp')) return false;
  if (use.argument < 0) return true;
  if (!lacksOption(options, 'expiresIn')) return false;
  if (!use.configured) return true;
  const defaults = tokenDefaults(model.calls, use.library);
  const path = use.library === '@fastify/jwt' ? ['sign', 'expiresIn'] : ['signOptions', 'expiresIn'];
  return defaults.length > 0 && defaults.every((one) => optionOf(one, ...path) === undefined);
}

function fix(call: LibraryCall, use: TokenUse): readonly RepairIntent[] {
  const common = { title: 'Let the token end after 15 minutes', safe: false, file: call.file } as const;
  if (use.library === 'jose') {
    const at = call.chain.findIndex((link) => link.name === 'sign');
    const before = at > 0 ? call.chain[at - 1]?.at : call;
    return before === undefined ? [] : [{ ...common, kind: 'rewrite', needs: [], edits: [{ range: { start: before.range.end, end: before.range.end }, parts: ['.setExpirationTime(\'15m\')'] }] }];
  }
  if (use.argument < 0) return [];
  const object = writtenIn(call, use.options);
  return [{ ...common, kind: 'setOptions', call: call.range, argument: use.argument, object: object?.range ?? null, options: [{ path: ['expiresIn'], text: '\'15m\'' }] }];
}

/** A token is signed that never ends. */
export const check: Check<'call'> = {
  id: 'auth/jwt-no-expiry',
  about: 'call',
  title: 'A token never expires',
  why: 'A signed token cannot be taken back. Without an end, one that leaks from a log, a backup or a browser opens the account for ever.',
  remedy: 'Give `expiresIn` (or the claim `exp`): minutes for access tokens, with a refresh token that is kept and can be revoked.',
  silent:
    'It is silent where the payload or the options cannot be followed and may hold the end, where a module or plugin sets it for all tokens, and where the names say that the token is meant to last (API keys, links that are sent).',
  owasp: 'API2:2023',
  cwe: 613,
  severity: 'warning',
  presets: ['recommended', 'strict'],
  run(call, context) {
    const use = tokenUse(call);
    if (use?.does !== 'sign' || !endsNever(call, use, context)) return [];
    if ([...call.functions, ...call.result.into].some((name) => lasting.test(name))) return [];
    return [{
      place: call.callee,
      message: 'The token that is signed here never expires, so a leaked one works for ever; give it an end with expiresIn.',
      endpoint: endpointOf(call), subject: subjectOf(call), related: reachedBy(call), repairs: fix(call, use),
    }];
  },
};
