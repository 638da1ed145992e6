import { createHmac, timingSafeEqual } from 'node:crypto';

export interface Claims {
  sub: number;
  role: string;
}

const secret = process.env.TOKEN_SECRET ?? 'development only';

const signatureOf = (payload: string): Buffer => createHmac('sha256', secret).update(payload).digest();

export function issueToken(claims: Claims): string {
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `${payload}.${signatureOf(payload).toString('base64url')}`;
}

export function verifyToken(token: string): Claims | null {
  const [payload = '', signature = ''] = token.split('.');
  const given = Buffer.from(signature, 'base64url');
  const wanted = signatureOf(payload);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
  return JSON.parse(Buffer.from(payload, 'base64url').toString());
}
