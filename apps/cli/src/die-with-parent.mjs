// Preloaded into every child of the supervisor: when the supervisor goes, however it went (kill -9 included), its end of
// the IPC channel closes and the child stops too. A child that hangs in its own shutdown is ended after the grace period.
const graceMs = 20_000;
if (process.channel) {
  process.on("disconnect", () => {
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.exit(1), graceMs).unref();
  });
  process.channel.unref();
}
