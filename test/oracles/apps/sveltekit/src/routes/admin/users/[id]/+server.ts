import { removeUser } from '$lib/server/users';

export { removeUser as DELETE };
