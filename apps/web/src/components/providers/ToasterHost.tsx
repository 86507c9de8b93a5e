"use client";
import { useSyncExternalStore } from "react";
import { fetched } from "@/lib/fetched";
import { toasterWanted } from "@/lib/toast";

const Toaster = fetched(() => import("@/components/ui/toaster").then((module) => module.default), {
  whenLost: "quiet",
});

/** Mounts the toaster when there is something to tell. */
export function ToasterHost() {
  const isWanted = useSyncExternalStore(toasterWanted.subscribe, toasterWanted.read, () => false);
  return isWanted ? <Toaster /> : null;
}
