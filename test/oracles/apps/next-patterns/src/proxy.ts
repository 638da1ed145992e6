import { NextResponse, type NextRequest } from 'next/server';
import { claimsIn } from '@/server/claims';

export default function proxy(request: NextRequest) {
  const claims = claimsIn(request.headers.get('authorization'));
  if (claims === null) {
    const login = request.nextUrl.clone();
    login.pathname = '/login';
    return NextResponse.redirect(login);
  }
  return NextResponse.next();
}

export const config = {
  matcher: ['/members/:path*', { source: '/teams/:teamId/settings' }],
};
