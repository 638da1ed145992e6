export const loader = () => ({ slug: 1 });
