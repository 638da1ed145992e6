export const loader = () => ({ health: 1 });
