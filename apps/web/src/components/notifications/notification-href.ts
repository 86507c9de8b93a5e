import { notificationPath } from "@mc/shared/notification/links";
import type { Notification } from "./use-notifications";

/** The exact place that a notification is about; null when it has none. */
export function notificationHref(notification: Notification, accountSlug: string): string | null {
  return notificationPath(notification, accountSlug);
}
