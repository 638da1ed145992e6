import { text, json } from '@sveltejs/kit';

export const GET = ({ params }) => (params.lang ? json({ lang: params.lang }) : json({ lang: 'en' }));
export const POST = () => text('hello');
