// Signing up through an invitation is the person's yes to it: the invitation page then joins without asking again.
const KEY = "mc-joining";

export function rememberJoining(token: string): void {
  sessionStorage.setItem(KEY, token);
}

/** True once for the invitation that this tab signed up with. */
export function takeJoining(token: string): boolean {
  const isSame = sessionStorage.getItem(KEY) === token;
  if (isSame) sessionStorage.removeItem(KEY);
  return isSame;
}
