export default adminOnly(() => ({ team: 1 }));
