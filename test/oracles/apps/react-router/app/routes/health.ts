export const loader = () => ({ status: 'ok' });
