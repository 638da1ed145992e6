import { NextResponse } from 'next/server';
import { prisma } from '@/lib/prisma';
import { withAuth } from '@/lib/with-auth';

export const GET = withAuth(async () => {
  const items = await prisma.item.findMany({ select: { id: true, name: true } });
  return NextResponse.json(items);
});

export async function POST(request: Request) {
  const item = await prisma.item.create({ data: await request.json() });
  return NextResponse.json({ id: item.id, name: item.name }, { status: 201 });
}
