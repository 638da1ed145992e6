export const handler = async () => ({ cleaned: true });
