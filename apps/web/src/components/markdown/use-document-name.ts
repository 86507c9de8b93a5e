import { api } from "@mc/backend/api";
import { useAccount } from "@/components/account/use-account";
import { useLive } from "@/lib/use-live";

/** Title and kind of the document at an address; null when it leads to none that can be opened. */
export function useDocumentName(address: string) {
  const { accountId } = useAccount();
  return useLive(api.documents.nameOf, { accountId, address });
}
