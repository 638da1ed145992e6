// A private folder: never served.
export async function GET() {
  return Response.json({ internal: 1 });
}
