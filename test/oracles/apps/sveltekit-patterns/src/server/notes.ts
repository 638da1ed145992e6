import { json } from '@sveltejs/kit';

export const list = () => json([{ note: 'a' }]);
