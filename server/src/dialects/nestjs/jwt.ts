import { mentions } from '../../evaluate/truth';
import type { Call, Value } from '../../evaluate/value';
import { derived, input, native, object, UNDEFINED } from '../../evaluate/value';
import type { Machine } from '../../evaluate/machine';

/** How the token came: by header, cookie, or as a part of the message. */
function mechanismOf(token: Value): string {
  let found = 'bearer';
  mentions(token, one => {
    if (one.t !== 'sym' || one.op !== 'input') return false;
    found = one.in === 'cookie' ? 'cookie' : one.in === 'body' || one.in === 'query' || one.in === 'path' ? 'token' : 'bearer';
    return true;
  });
  return found;
}

/** `verify` throws unless the token is good; what it gives is who the caller is. */
function verify(m: Machine, call: Call): Value {
  const [token = UNDEFINED] = call.args;
  return m.fork([
    {
      run: () => {
        m.assume({ kind: 'verified', by: 'JwtService.verify of @nestjs/jwt', mechanisms: [mechanismOf(token)], roles: [], site: call.site });
        return input('principal');
      },
    },
    { run: () => { m.throw(object([['name', { t: 'lit', v: 'JsonWebTokenError' }], ['message', derived('message', [])]]), call.site); return UNDEFINED; } },
  ], false);
}

/** `JwtService` of `@nestjs/jwt`. */
export function jwtService(): Value {
  const verifying = native('JwtService.verify', verify);
  const signing = native('JwtService.sign', () => derived('token', []));
  const members = [
    ['verify', verifying], ['verifyAsync', verifying], ['sign', signing], ['signAsync', signing],
    // Nothing is checked here: what it gives is what the caller says.
    ['decode', native('JwtService.decode', (_m, call) => derived('decode', call.args))],
  ] as const;
  return native('JwtService', () => object(members), members);
}
