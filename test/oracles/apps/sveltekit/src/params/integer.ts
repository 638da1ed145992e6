export const match = (param: string): boolean => /^\d+$/.test(param);
