export const loader = () => ({ raw: 1 });
