export const loader = () => ({ signin: 1 });
