export const loader = () => ({ sitemap: 1 });
