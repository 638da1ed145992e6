import { withRole } from '@/server/wrappers';

export const POST = withRole('admin', async () => Response.json({ roles: 1 }, { status: 201 }));
