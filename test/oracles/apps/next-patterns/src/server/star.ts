export async function GET() {
  return Response.json({ star: 1 });
}

export const PATCH = async () => Response.json({ patched: 1 });
