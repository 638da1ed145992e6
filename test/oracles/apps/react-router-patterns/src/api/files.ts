export const loader = () => ({ files: 1 });
