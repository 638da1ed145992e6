import { requireRole, requireUser } from '~/lib/guards.server';

export const middleware = [requireUser, requireRole('admin')];
