export const loader = () => ({ email: 1 });
