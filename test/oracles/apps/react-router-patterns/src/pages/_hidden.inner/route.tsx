export const loader = () => ({ inner: 1 });
