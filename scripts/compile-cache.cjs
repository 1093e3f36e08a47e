// Loaded before anything else (`node -r`): keeps what Node made of each file (types taken out, code compiled) for the next start. A start
// from there is quicker, and need not hold the TypeScript parser in memory. The folder is the project's own: in a shared temporary one,
// others could put code into it. Where it cannot be written, everything works without.
const { enableCompileCache } = require('node:module');
const { join } = require('node:path');

enableCompileCache(join(__dirname, '..', 'node_modules', '.cache', 'kith'));
