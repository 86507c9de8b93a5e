/** What the clock does; each job is bounded and idempotent. */
import { cronJobs } from "convex/server";
import { internal } from "./_generated/api";

const crons = cronJobs();

crons.interval("end runs that have gone silent", { seconds: 30 }, internal.runs.sweep, {});
crons.interval("mark silent runtimes offline", { seconds: 30 }, internal.runtimes.sweep, {});
crons.interval("go on with rollouts, end late commands", { seconds: 30 }, internal.fleet.sweep, {});
crons.interval("make recurring tasks", { minutes: 1 }, internal.recurrences.sweep, {});
crons.interval("bring back snoozed notifications", { minutes: 1 }, internal.notifications.wake, {});
crons.interval("let budgets of a new period go on", { minutes: 1 }, internal.budgets.sweep, {});
crons.interval("end approvals that nobody decided", { minutes: 1 }, internal.approvals.expire, {});
crons.interval("remind of due dates", { minutes: 5 }, internal.dueDates.sweep, {});
crons.interval("start lost checks of files again", { minutes: 5 }, internal.files.recheck, {});
crons.daily("collect files that nobody attached", { hourUTC: 3, minuteUTC: 17 }, internal.files.sweep, {});
crons.interval("write the stand-ups that are due", { minutes: 1 }, internal.actions.standup.run, {});
crons.interval("go on with deletions that stopped", { minutes: 2 }, internal.maintenance.resumeDeletions, {});
crons.daily("let go of ids of imported files", { hourUTC: 3, minuteUTC: 37 }, internal.imports.sweep, {});
crons.interval("show invitations as expired", { minutes: 60 }, internal.invitations.expire, {});
crons.interval(
  "count open work that was not counted yet",
  { minutes: 60 },
  internal.migrations.m0002OpenWork.start,
  {},
);
crons.daily(
  "check figures against what they count",
  { hourUTC: 2, minuteUTC: 41 },
  internal.maintenance.checkFigures,
  {},
);
crons.daily(
  "let go of what is not kept for ever",
  { hourUTC: 4, minuteUTC: 23 },
  internal.maintenance.retain,
  {},
);
crons.daily(
  "forget how deletions went",
  { hourUTC: 4, minuteUTC: 11 },
  internal.maintenance.forgetDeletions,
  {},
);
crons.interval("send what waits in the outbox", { seconds: 5 }, internal.outbox.pump, {});
crons.interval("write the digests that are due", { minutes: 1 }, internal.actions.email.writeDigests, {});
crons.interval("forget old deliveries", { minutes: 30 }, internal.outbox.prune, {});
crons.interval("forget old calls of webhooks", { minutes: 30 }, internal.webhooks.prune, {});

export default crons;
