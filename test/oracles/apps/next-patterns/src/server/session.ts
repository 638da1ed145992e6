import { headers } from 'next/headers';
import { claimsIn, type Claims } from './claims';

export class SignInFirst extends Error {}

export async function getSession(): Promise<{ user: Claims } | null> {
  const claims = claimsIn((await headers()).get('authorization'));
  return claims === null ? null : { user: claims };
}

export async function requireSession(): Promise<{ user: Claims }> {
  const session = await getSession();
  if (session === null) throw new SignInFirst();
  return session;
}
