import { NextResponse, type NextRequest } from 'next/server';
import { prisma } from '@/lib/prisma';

export async function GET(request: NextRequest) {
  const email = request.nextUrl.searchParams.get('email') ?? '';
  const user = await prisma.user.findUnique({ where: { email } });
  return NextResponse.json({ exists: user !== null });
}
