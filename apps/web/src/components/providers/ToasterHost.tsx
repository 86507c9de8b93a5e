"use client";
import { lazy, Suspense, useSyncExternalStore } from "react";
import { toasterWanted } from "@/lib/toast";

const Toaster = lazy(() => import("@/components/ui/toaster"));

/** Mounts the toaster when there is something to tell. */
export function ToasterHost() {
  const isWanted = useSyncExternalStore(toasterWanted.subscribe, toasterWanted.read, () => false);
  if (!isWanted) return null;
  return (
    <Suspense fallback={null}>
      <Toaster />
    </Suspense>
  );
}
