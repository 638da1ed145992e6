import { handlers } from '@/server/handlers';

export const { GET, POST } = handlers;
