export const loader = () => ({ home: 1 });
