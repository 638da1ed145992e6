export default { kit: { csrf: { trustedOrigins: ['*'] } } };
