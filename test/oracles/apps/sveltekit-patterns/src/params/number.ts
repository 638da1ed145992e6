export const match = (param: string) => /^\d+$/.test(param);
