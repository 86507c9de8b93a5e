/** Which agents a runtime sets up at its gateway. */
import { serviceQuery } from "../functions/service";
import { desiredAgents } from "../lib/agents";

export const desired = serviceQuery({ args: {}, handler: (ctx) => desiredAgents(ctx) });
