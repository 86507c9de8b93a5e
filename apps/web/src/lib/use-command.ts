import { type ReactMutation, useMutation } from "convex/react";
import type { FunctionArgs, FunctionReference, FunctionReturnType } from "convex/server";
import { useCallback, useState } from "react";
import { toastError } from "@/lib/toast";
import { type AppError, toAppError } from "./errors";

export type CommandResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: AppError };
type Mutation = FunctionReference<"mutation">;

export type Command<M extends Mutation> = {
  /** Resolves, never rejects: a refusal is shown as a toast and returned. */
  readonly run: (args: FunctionArgs<M>) => Promise<CommandResult<FunctionReturnType<M>>>;
  readonly isBusy: boolean;
};

type Options<M extends Mutation> = {
  /** Shows the change at once; taken back when the server refuses. */
  readonly optimistic?: Parameters<ReactMutation<M>["withOptimisticUpdate"]>[0];
  /** "caller" when the form shows the refusal itself. */
  readonly refusalShownBy?: "toast" | "caller";
};

/** A mutation as an awaited command with its busy state and its refusal in words. */
export function useCommand<M extends Mutation>(mutation: M, options: Options<M> = {}): Command<M> {
  const { optimistic, refusalShownBy = "toast" } = options;
  const send = useMutation(mutation);
  const [pending, setPending] = useState(0);
  const run = useCallback<Command<M>["run"]>(
    async (args) => {
      setPending((count) => count + 1);
      try {
        const call = optimistic ? send.withOptimisticUpdate(optimistic) : send;
        return { ok: true, value: await call(args) };
      } catch (thrown) {
        const error = toAppError(thrown);
        if (refusalShownBy === "toast") toastError(error.title, error.message);
        return { ok: false, error };
      } finally {
        setPending((count) => count - 1);
      }
    },
    [send, optimistic, refusalShownBy],
  );
  return { run, isBusy: pending > 0 };
}
