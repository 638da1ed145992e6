export * from '@/server/star';
