/**
 * Ends push messages to this browser: who signs out leaves nothing of theirs on its screen. The push service then says that the
 * device is gone, and the backend forgets it.
 */
export async function forgetPush(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.getRegistration("/");
  const subscription = await registration?.pushManager?.getSubscription();
  await subscription?.unsubscribe();
}
