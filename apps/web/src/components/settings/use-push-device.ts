import { api } from "@mc/backend/api";
import { useConvex } from "convex/react";
import { useCallback, useEffect, useState } from "react";
import { useAuth } from "@/auth/use-auth";
import { useAccount } from "@/components/account/use-account";
import { browserName } from "@/components/profile/browser-name";
import { toast, toastError } from "@/lib/toast";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";
import type { Device } from "./use-channels";

/** What push is in this browser: not possible here, forbidden by the person, or on for `endpoint` (null: off). */
export type PushHere =
  | { kind: "unknown" }
  | { kind: "unsupported" }
  | { kind: "denied" }
  | { kind: "ready"; endpoint: string | null };

/** Push messages on this device, and the other devices of the person. */
export function usePushDevice() {
  const { accountId } = useAccount();
  const convex = useConvex();
  const { entry } = useAuth();
  const devices = useLive(api.pushSubscriptions.list, { accountId });
  const subscribe = useCommand(api.pushSubscriptions.subscribe);
  const remove = useCommand(api.pushSubscriptions.remove);
  const test = useCommand(api.pushSubscriptions.test);
  const [here, setHere] = useState<PushHere>({ kind: "unknown" });
  const look = useCallback(async () => setHere(await pushHere()), []);
  useEffect(() => void look(), [look]);

  const enable = async (publicKey: string): Promise<void> => {
    if ((await Notification.requestPermission()) !== "granted") return await look();
    try {
      const backend = convex.url.startsWith(window.location.origin) ? "/convex" : convex.url;
      const answers = entry.kind === "panel" ? "&answers=open" : "";
      await navigator.serviceWorker.register(`/sw.js?backend=${encodeURIComponent(backend)}${answers}`);
      const { pushManager } = await navigator.serviceWorker.ready;
      const { endpoint, keys } = (
        await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })
      ).toJSON();
      const device = browserName(navigator.userAgent);
      const own = { p256dh: keys?.["p256dh"] ?? "", auth: keys?.["auth"] ?? "" };
      const result = await subscribe.run({ accountId, endpoint: endpoint ?? "", keys: own, device });
      if (result.ok) toast("Push is on for this device");
    } catch {
      toastError(
        "Push was not switched on",
        "The browser could not reach its push service. Try again later.",
      );
    }
    await look();
  };

  return {
    here,
    devices,
    enable,
    remove: (subscriptionId: Device["subscriptionId"]) => remove.run({ accountId, subscriptionId }),
    test: async (subscriptionId: Device["subscriptionId"]) => {
      if ((await test.run({ accountId, subscriptionId })).ok) toast("A test is on its way");
    },
    isBusy: subscribe.isBusy,
  };
}

async function pushHere(): Promise<PushHere> {
  const isPossible = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  if (!isPossible) return { kind: "unsupported" };
  if (Notification.permission === "denied") return { kind: "denied" };
  const registration = await navigator.serviceWorker.getRegistration("/");
  const subscription = await registration?.pushManager.getSubscription();
  return { kind: "ready", endpoint: subscription?.endpoint ?? null };
}
