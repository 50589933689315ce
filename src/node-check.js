// @ts-check
// Runs on any Node, before a line of TypeScript is read: an older one would only say "unknown file extension".
const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 24) {
  console.error(
    `gonogo needs Node 24 or newer, and this is ${process.versions.node}. Run it through npm (npm start, npm test), which brings Node 24 along; ` +
      'where npm says that the optional package "node" could not be installed, install Node 24 from nodejs.org.',
  );
  process.exit(1);
}
