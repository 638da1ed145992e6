export async function PUT() {
  return Response.json({ settings: 1 });
}
