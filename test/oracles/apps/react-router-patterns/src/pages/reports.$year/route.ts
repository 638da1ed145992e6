export const loader = () => ({ year: 1 });
