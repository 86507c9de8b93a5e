import { api } from "@mc/backend/api";
import { useAccount } from "@/components/account/use-account";
import { sendFile } from "@/components/docs/upload";
import { toast, toastError } from "@/lib/toast";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";

/** What the person has set of themselves in this account. */
export function useProfile() {
  const { accountId } = useAccount();
  return useLive(api.memberships.profile, { accountId });
}

export function useTimeZone() {
  const { accountId } = useAccount();
  const command = useCommand(api.memberships.updateTimeZone);
  const save = async (timeZone: string | null): Promise<void> => {
    const result = await command.run({ accountId, timeZone });
    if (result.ok) toast("Time zone saved");
  };
  return { save, isBusy: command.isBusy };
}

/** Sends a picture, and takes it back. Refusals of the server are sentences in `run`'s answer. */
export function usePicture() {
  const { accountId } = useAccount();
  const address = useCommand(api.memberships.pictureUploadUrl, { refusalShownBy: "caller" });
  const set = useCommand(api.memberships.setPicture, { refusalShownBy: "caller" });
  const drop = useCommand(api.memberships.removePicture);
  const send = async (picture: File): Promise<string | null> => {
    const place = await address.run({ accountId });
    if (!place.ok) return place.error.message;
    const storageId = await sendFile(place.value.url, picture);
    if (storageId === null) return "The connection broke. Nothing was changed; try again.";
    const result = await set.run({ accountId, storageId });
    return result.ok ? null : result.error.message;
  };
  const remove = async (): Promise<void> => {
    const result = await drop.run({ accountId });
    if (result.ok) toast("Picture removed");
    else toastError("The picture is still there", result.error.message);
  };
  return { send, remove, isBusy: address.isBusy || set.isBusy || drop.isBusy };
}
