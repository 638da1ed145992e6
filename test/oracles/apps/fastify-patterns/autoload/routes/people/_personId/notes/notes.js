'use strict';

module.exports = {
  method: 'GET',
  url: '/latest',
  handler: async (request) => ({ note: request.params.personId }),
};
