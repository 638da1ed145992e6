import type { LibraryCall } from '../../model/calls';
import type { RepairIntent } from '../../model/finding';
import type { Check } from '../check';
import { endpointOf, givenOption, reachedBy, subjectOf, textsIn, writtenIn } from '../known';
import { tokenUse } from '../jwt';

const isNone = (text: string): boolean => text.toLowerCase() === 'none';

function fix(call: LibraryCall, name: string, others: readonly string[]): readonly RepairIntent[] {
  const use = tokenUse(call);
  const options = use?.path.length === 0 ? writtenIn(call, use.options) : null;
  if (options === null) return [];
  const kept = others.length > 0 ? others : ['HS256'];
  const text = name === 'algorithms' ? `[${kept.map((one) => `'${one}'`).join(', ')}]` : `'${kept[0] ?? 'HS256'}'`;
  return [{ kind: 'setOptions', title: `Allow ${kept.join(', ')} only`, safe: false, file: call.file, call: call.range, argument: use?.argument ?? 0, object: options.range, options: [{ path: [name], text }] }];
}

/** Tokens without a signature are made or accepted. */
export const check: Check<'call'> = {
  id: 'auth/jwt-none-algorithm',
  about: 'call',
  title: 'Tokens without a signature are accepted',
  why: 'The algorithm `none` means that a token carries no signature. Where it is allowed, anyone can write a token with any claims, and it is taken for a genuine one.',
  remedy: 'List only the algorithm of your key, such as `algorithms: [\'HS256\']` or `[\'RS256\']`.',
  silent: 'It is silent where the list of algorithms comes from somewhere that cannot be followed, and in tests.',
  owasp: 'API2:2023',
  cwe: 327,
  severity: 'error',
  presets: ['recommended', 'strict'],
  run(call) {
    if (call.package === 'jose' && /^UnsecuredJWT(\.decode)?$/.test(call.name)) {
      return [{
        place: call.callee, message: 'Tokens of UnsecuredJWT carry no signature, so anyone can write one with any claims; use SignJWT and jwtVerify with a key.',
        endpoint: endpointOf(call), subject: subjectOf(call), related: reachedBy(call), repairs: [],
      }];
    }
    const use = tokenUse(call);
    if (use === undefined || use.algorithms === null) return [];
    for (const name of ['algorithms', 'algorithm']) {
      const option = givenOption(use.options, name);
      const texts = textsIn(option);
      if (option === undefined || !texts.some(isNone)) continue;
      return [{
        place: option.at, message: `The algorithm 'none' is allowed here, so a token without any signature is ${use.does === 'sign' ? 'made' : 'accepted'} and anyone can write one; allow only the algorithm of your key.`,
        endpoint: endpointOf(call), subject: subjectOf(call), related: reachedBy(call), repairs: fix(call, name, texts.filter((text) => !isNone(text))),
      }];
    }
    return [];
  },
};
