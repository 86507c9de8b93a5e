import { beforeNavigation } from "@/lib/address-bar";

/** Called by Next before it goes anywhere. */
export const onRouterTransitionStart = beforeNavigation;
