export const loader = () => ({ about: 1 });
