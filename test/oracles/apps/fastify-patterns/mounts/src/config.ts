export const prefix = process.env.API_PREFIX ?? '/api';
