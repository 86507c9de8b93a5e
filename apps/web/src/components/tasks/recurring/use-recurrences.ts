import { api } from "@mc/backend/api";
import type { FunctionArgs, FunctionReturnType } from "convex/server";
import { useAccount } from "@/components/account/use-account";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";

export type Recurrence = FunctionReturnType<typeof api.recurrences.list>[number];
export type RecurrenceFields = Omit<FunctionArgs<typeof api.recurrences.create>, "accountId">;

export function useRecurrences() {
  const { accountId } = useAccount();
  return useLive(api.recurrences.list, { accountId });
}

export function useRecurrenceCommands() {
  const { accountId } = useAccount();
  const create = useCommand(api.recurrences.create, { refusalShownBy: "caller" });
  const update = useCommand(api.recurrences.update, { refusalShownBy: "caller" });
  const pause = useCommand(api.recurrences.update, {
    optimistic: (store, args) => {
      const shown = store.getQuery(api.recurrences.list, { accountId });
      if (shown)
        store.setQuery(
          api.recurrences.list,
          { accountId },
          shown.map((each) =>
            each.recurrenceId === args.recurrenceId
              ? { ...each, isPaused: args.isPaused ?? each.isPaused }
              : each,
          ),
        );
    },
  });
  const remove = useCommand(api.recurrences.remove);
  return {
    save: (recurrence: Recurrence | null, fields: RecurrenceFields) =>
      recurrence
        ? update.run({ accountId, recurrenceId: recurrence.recurrenceId, ...fields })
        : create.run({ accountId, ...fields }),
    setPaused: ({ recurrenceId }: Recurrence, isPaused: boolean) =>
      pause.run({ accountId, recurrenceId, isPaused }),
    remove: ({ recurrenceId }: Recurrence) => remove.run({ accountId, recurrenceId }),
    isBusy: create.isBusy || update.isBusy,
  };
}
