import { api } from "@mc/backend/api";
import type { FunctionReturnType } from "convex/server";
import { useAccount } from "@/components/account/use-account";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";

export type SavedView = FunctionReturnType<typeof api.savedViews.list>[number];

/** One's own views of the tasks: a name and what stands in the address bar. */
export function useSavedViews() {
  const { accountId } = useAccount();
  return useLive(api.savedViews.list, { accountId });
}

export function useSavedViewCommands() {
  const { accountId } = useAccount();
  const create = useCommand(api.savedViews.create, { refusalShownBy: "caller" });
  const update = useCommand(api.savedViews.update);
  const remove = useCommand(api.savedViews.remove);
  return {
    create: (name: string, query: string) => create.run({ accountId, name, query }),
    update: (viewId: SavedView["viewId"], change: { name?: string; query?: string }) =>
      update.run({ accountId, viewId, ...change }),
    remove: (viewId: SavedView["viewId"]) => remove.run({ accountId, viewId }),
    isBusy: create.isBusy,
  };
}
