export const match = (param: string) => /^[a-z\d]{1,2}$/.test(param);
