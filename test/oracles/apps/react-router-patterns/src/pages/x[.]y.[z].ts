export const loader = () => ({ xyz: 1 });
