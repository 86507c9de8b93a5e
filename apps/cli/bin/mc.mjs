#!/usr/bin/env node
// Plain JavaScript that any Node can parse: everything else is TypeScript, which only the pinned Node 24 runs by itself.
const wanted = [24, 16];
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < wanted[0] || (major === wanted[0] && minor < wanted[1])) {
  process.stderr.write(
    `Mission Control needs Node ${wanted.join(".")} or newer; this is Node ${process.versions.node}.\n` +
      "Run it through npm (`npm start`), which uses the Node that `npm install` brought along, or install Node 24.\n",
  );
  process.exit(1);
}
const { main } = await import("../src/main.ts");
await main(process.argv.slice(2));
