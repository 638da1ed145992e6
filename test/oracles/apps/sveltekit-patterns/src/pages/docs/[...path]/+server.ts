import { json } from '@sveltejs/kit';

export const GET = ({ params }) => json({ depth: params.path.split('/').length });
