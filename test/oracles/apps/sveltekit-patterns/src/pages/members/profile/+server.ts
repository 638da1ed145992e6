import { json } from '@sveltejs/kit';

export const GET = ({ locals }) => json({ profile: locals.user.sub });
