/** A runtime's sign of life. */
import { serviceMutation } from "../functions/service";
import { checkIn as receive } from "../lib/runtimes";
import { runtimeReport } from "../tables/vocabulary";

export const checkIn = serviceMutation({
  audit: ["runtime_status_changed"],
  args: { report: runtimeReport },
  handler: (ctx, { report }) => receive(ctx, report),
});
