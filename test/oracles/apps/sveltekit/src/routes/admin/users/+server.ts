export { listUsers as GET } from '$lib/server/users';
