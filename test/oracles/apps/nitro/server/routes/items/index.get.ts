export default defineUserHandler(() => prisma.item.findMany({ select: { id: true, name: true } }));
