export { listUsers as GET } from '@/features/admin/users';
