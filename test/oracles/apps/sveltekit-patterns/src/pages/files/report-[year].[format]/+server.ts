import { json } from '@sveltejs/kit';

export function GET({ params }) {
  return json({ year: params.year, format: params.format });
}
