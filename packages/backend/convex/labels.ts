/** The labels that tasks of the account carry. */
import { accountQuery } from "./functions/account";
import { listLabels } from "./lib/labels";

export const list = accountQuery({ role: "viewer", args: {}, handler: (ctx) => listLabels(ctx) });
