import { json } from '@sveltejs/kit';
import { withRole } from './with-role';

export const POST = withRole('admin', () => json({ created: 1 }, { status: 201 }));
