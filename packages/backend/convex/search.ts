/** Global search of an account. */
import { SEARCH_TYPES } from "@mc/shared/search/types";
import { v } from "convex/values";
import { literals } from "convex-helpers/validators";
import { accountQuery } from "./functions/account";
import { searchAccount } from "./lib/search";

export const query = accountQuery({
  role: "viewer",
  args: {
    text: v.string(),
    types: v.optional(v.array(literals(...SEARCH_TYPES))),
    limit: v.optional(v.number()),
  },
  handler: (ctx, args) => searchAccount(ctx, args),
});
