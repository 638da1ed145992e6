export const loader = () => ({ status: 1 });
