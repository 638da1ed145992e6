import { NextResponse, type NextRequest } from 'next/server';
import { claimsOf } from '@/lib/token';

export async function GET(request: NextRequest, { params }: { params: Promise<{ name: string }> }) {
  if (!claimsOf(request)) {
    return new NextResponse('sign in first', { status: 401 });
  }
  const { name } = await params;
  return NextResponse.json({ name, size: name.length });
}
