export default adminOnly((event) => { event.node.res.statusCode = 202; return { removed: 1 }; });
