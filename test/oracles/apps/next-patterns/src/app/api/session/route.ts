import { NextResponse } from 'next/server';
import { getSession } from '@/server/session';

export async function GET() {
  const session = await getSession();
  if (!session?.user) {
    return NextResponse.json({ error: 'sign in first' }, { status: 401 });
  }
  return NextResponse.json({ sub: session.user.sub });
}
