// Loaded before anything else (`node -r`), in syntax that any Node can read: an older one could not even parse the rest.
const oldest = 24;
if (Number(process.versions.node.split('.')[0]) < oldest) {
  process.stderr.write(
    `Kith needs Node ${oldest} or newer, and this is ${process.versions.node}. ` +
      'On Linux (x64, arm64) `npm ci` brings it along for the npm scripts and for `npx node`; ' +
      'elsewhere install it, for example with `nvm install` or from https://nodejs.org.\n',
  );
  process.exit(1);
}
