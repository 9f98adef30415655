/** A Jest transform: removes the types and leaves everything else, lines and columns too, where it was. */
const { stripTypeScriptTypes } = require('node:module');

module.exports = {
  process: (source) => ({ code: stripTypeScriptTypes(source, { mode: 'strip' }) }),
};
