import { json } from '@sveltejs/kit';

export const fallback = ({ request }) => json({ method: request.method });
