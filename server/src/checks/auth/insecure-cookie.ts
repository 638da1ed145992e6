import type { Place } from '../../model/api';
import type { Known, LibraryCall } from '../../model/calls';
import type { Check } from '../check';
import { endpointOf, givenOption, isAbsent, isFalse, listedOption, optionOf, reachedBy, subjectOf, textOf, wordsIn, writtenIn } from '../known';

/** How a library's cookie is asked about. */
interface Cookie {
  readonly name: string;
  readonly options: Known | undefined;
  readonly argument: number;
  /** The names that lead to the cookie's options. */
  readonly path: readonly string[];
  /** What the library does where nothing is said. */
  readonly defaults: { readonly httpOnly: boolean; readonly secure: boolean };
}

const session = /(^| )(session|session id|sess|sid|connect sid|auth|auth token|token|access token|refresh token|id token|jwt|access|refresh|remember me|remember token|login token|api key|bearer)$/;
const readable = /csrf|xsrf|state|nonce|verifier|redirect|callback|return|hint|method|theme|lang|locale|consent/i;

const cookieNamed = (known: Known | undefined): string => textOf(known) ?? known?.named?.split('.').at(-1)?.replace(/_?cookie(_?name)?$|^cookie_?name_?/i, '') ?? '';
/** Cookies that are taken away carry nothing. */
const isCleared = (value: Known | undefined, options: Known | undefined): boolean => value === undefined || value.k === 'literal' && !value.value || textOf(value) === 'deleted' || [givenOption(options, 'maxAge'), givenOption(options, 'max-age')].some((one) => one?.k === 'literal' && one.value === 0);

function written(call: LibraryCall, argument: number, defaults: Cookie['defaults']): Cookie | undefined {
  const name = cookieNamed(call.args[argument - 2]);
  const options = call.args[argument];
  const words = wordsIn(name.replace(/^__(Host|Secure)-/, ''));
  return !session.test(words) || readable.test(name) || isCleared(call.args[argument - 1], options) ? undefined : { name, options, argument, path: [], defaults };
}

const none = { httpOnly: false, secure: false };
const both = { httpOnly: true, secure: true };

function cookieOf(call: LibraryCall): Cookie | undefined {
  const [first] = call.args;
  const configured = (path: readonly string[], defaults: Cookie['defaults'], options = first): Cookie | undefined => (options === undefined ? undefined : { name: 'session', options, argument: 0, path, defaults });
  switch (`${call.package}#${call.name}`) {
    case 'express#cookie': case '@fastify/cookie#setCookie': return written(call, 2, none);
    case 'next/headers#cookies().set': return written(call, 2, none);
    case 'cookies#set': return written(call, 2, { httpOnly: true, secure: true });
    case 'hono/cookie#setCookie': case 'h3#setCookie': return written(call, 3, none);
    case 'express-session#default': return configured(['cookie'], { httpOnly: true, secure: false });
    case 'cookie-session#default': case 'koa-session#default': return configured([], both);
    case '@fastify/session#register': case '@fastify/secure-session#register': return configured(['cookie'], both);
    default: return call.package === 'iron-session' && call.name === 'getIronSession' ? configured(['cookieOptions'], both, call.args.at(-1)) : undefined;
  }
}

/** The options that are surely off. */
function offOptions({ options, path, defaults }: Cookie): readonly ('httpOnly' | 'secure')[] {
  return (['httpOnly', 'secure'] as const).filter((name) => {
    const found = optionOf(options, ...path, name);
    if (found === 'unknown') return false;
    return found === undefined || isAbsent(found) ? !defaults[name] : isFalse(found);
  });
}

function placeOf(call: LibraryCall, { options, path }: Cookie): Place {
  return listedOption(options, ...path, 'httpOnly', false) ?? listedOption(options, ...path, 'secure', false) ?? call.callee;
}

/** A cookie that signs somebody in can be read by scripts or travels unencrypted. */
export const check: Check<'call'> = {
  id: 'auth/insecure-cookie',
  about: 'call',
  title: 'A session cookie is not protected',
  why: 'Without `httpOnly`, any script that gets into a page reads the cookie and is that user elsewhere. Without `secure`, the cookie travels over plain HTTP, where everyone on the way can read it.',
  remedy: 'Set `httpOnly: true`, `secure: true` (or by a setting, for local work) and `sameSite`.',
  silent:
    'It is reported for cookies of session libraries, and for those whose name says that they carry a session or a token. CSRF cookies, which scripts have to read, and cookies that are being deleted are silent; so are options that a setting or the stage of the deployment decides. ' +
    'When only `secure` is missing it is a note.',
  owasp: 'API8:2023',
  cwe: 1004,
  severity: 'warning',
  presets: ['recommended', 'strict'],
  run(call) {
    const cookie = cookieOf(call);
    if (cookie === undefined || call.staged) return [];
    const off = offOptions(cookie);
    if (off.length === 0) return [];
    const scripts = off.includes('httpOnly');
    const harm = scripts ? 'any script in a page can read it' : 'it travels over plain HTTP too';
    const object = writtenIn(call, cookie.options);
    const sameSite = optionOf(cookie.options, ...cookie.path, 'sameSite') === undefined ? [{ path: [...cookie.path, 'sameSite'], text: '\'lax\'' }] : [];
    return [{
      place: placeOf(call, cookie),
      message: `The cookie '${cookie.name}' is set without ${off.join(' and ')}, so ${harm}; set ${off.map((name) => `${name}: true`).join(', ')}.`,
      severity: scripts ? 'warning' : 'info',
      endpoint: endpointOf(call), subject: `${cookie.name} ${subjectOf(call)}`, related: reachedBy(call),
      repairs: [{
        kind: 'setOptions', title: `Set ${off.join(' and ')}`, safe: false, file: call.file, call: call.range, argument: cookie.argument, object: object?.range ?? null,
        options: [...off.map((name) => ({ path: [...cookie.path, name], text: 'true' })), ...sameSite],
      }],
    }];
  },
};
