export const loader = () => ({ teams: 1 });
