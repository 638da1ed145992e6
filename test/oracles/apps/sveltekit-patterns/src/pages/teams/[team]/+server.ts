import { json } from '@sveltejs/kit';

export const PUT = ({ params }) => json({ team: params.team });
export const DELETE = () => new Response(null, { status: 204 });
