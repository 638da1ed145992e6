export const loader = () => ({ ab: 1 });
