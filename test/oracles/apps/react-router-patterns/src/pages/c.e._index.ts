export const loader = () => ({ cd: 1 });
