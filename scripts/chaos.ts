// `npm run chaos`: kills processes under load and counts what was lost or doubled. With `--fake`, hundreds of faults in minutes
// against a stand-in for OpenClaw that follows its protocol; otherwise against the real gateway.
await import(process.argv.includes("--fake") ? "./chaosFake.ts" : "./chaosReal.ts");
