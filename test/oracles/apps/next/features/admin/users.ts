import { NextResponse } from 'next/server';
import { prisma } from '@/lib/prisma';

export async function listUsers() {
  const users = await prisma.user.findMany();
  return NextResponse.json(users.map((user) => ({ id: user.id, email: user.email, role: user.role })));
}

export async function removeUser(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  await prisma.user.delete({ where: { id: Number(id) } });
  return new NextResponse(null, { status: 204 });
}
