import { removeUser } from '@/features/admin/users';

export { removeUser as DELETE };
