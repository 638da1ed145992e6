export const loader = () => ({ faq: 1 });
