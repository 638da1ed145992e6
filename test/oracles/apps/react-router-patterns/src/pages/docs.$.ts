export const loader = () => ({ docs: 1 });
