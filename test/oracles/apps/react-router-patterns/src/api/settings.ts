export const loader = () => ({ settings: 1 });
