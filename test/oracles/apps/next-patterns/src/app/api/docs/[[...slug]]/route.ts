export async function GET() {
  return Response.json({ docs: 1 });
}
