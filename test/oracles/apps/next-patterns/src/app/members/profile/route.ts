export async function GET() {
  return Response.json({ profile: 1 });
}
