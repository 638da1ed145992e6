import { NextResponse, type NextRequest } from 'next/server';
import { claimsOf } from './lib/token';

export function proxy(request: NextRequest) {
  const claims = claimsOf(request);
  if (!claims) return NextResponse.json({ error: 'sign in first' }, { status: 401 });
  if (claims.role !== 'admin') return NextResponse.json({ error: 'administrators only' }, { status: 403 });
  return NextResponse.next();
}

export const config = { matcher: '/admin/:path*' };
