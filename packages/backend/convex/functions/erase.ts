/** Builder for the one job that works on accounts that are gone: it sees their remains and its own row. */
import { customMutation } from "convex-helpers/server/customFunctions";
import type { Doc, Id } from "../_generated/dataModel";
import { type DatabaseReader, internalMutation, type MutationCtx } from "../_generated/server";
import { type Builder, declare } from "./builder";
import { SYSTEM_NAME } from "./context";
import { type OperationRecorder, operationRecorder } from "./installation";
import { openRemains, type Remains } from "./remains";

export type EraseCtx = {
  /** Across accounts, for finding. */
  db: DatabaseReader;
  scheduler: MutationCtx["scheduler"];
  operations: OperationRecorder;
  /** null while the account is there. */
  remainsOf(accountId: Id<"accounts">): Promise<Remains | null>;
  update(deletionId: Id<"accountDeletions">, fields: Partial<Doc<"accountDeletions">>): Promise<void>;
  forget(deletionId: Id<"accountDeletions">): Promise<void>;
};

export const eraseMutation = declare<
  Builder<{
    kind: "mutation";
    visibility: "internal";
    consumes: Record<never, never>;
    ctx: EraseCtx;
    declares: object;
  }>
>(
  "eraseMutation",
  customMutation(internalMutation, {
    args: {},
    input: async (ctx: MutationCtx) => ({
      ctx: {
        operations: operationRecorder(
          ctx.db,
          { userId: null, name: SYSTEM_NAME },
          { declared: ["account_deleted"] },
        ),
        remainsOf: (accountId: Id<"accounts">) => openRemains(ctx, accountId),
        update: (deletionId: Id<"accountDeletions">, fields: Partial<Doc<"accountDeletions">>) =>
          ctx.db.patch("accountDeletions", deletionId, fields),
        forget: (deletionId: Id<"accountDeletions">) => ctx.db.delete("accountDeletions", deletionId),
      },
      args: {},
    }),
  }),
);
