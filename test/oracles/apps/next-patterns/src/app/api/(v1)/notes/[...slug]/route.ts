export const GET = async (_request: Request, { params }: { params: Promise<{ slug: string[] }> }) => Response.json({ depth: (await params).slug.length });
