import jwt from 'jsonwebtoken';

export interface Claims {
  sub: string;
  role: string;
}

const secret = () => process.env.JWT_SECRET ?? 'development only';

export const issueToken = (claims: Claims): string => jwt.sign(claims, secret(), { expiresIn: '1h' });

export function claimsOf(request: Request): Claims | null {
  const header = request.headers.get('authorization');
  if (!header?.startsWith('Bearer ')) return null;
  try {
    return jwt.verify(header.slice('Bearer '.length), secret(), { algorithms: ['HS256'] }) as Claims;
  } catch {
    return null;
  }
}
