import { useContext } from "react";
import { AuthContext } from "./context";
import type { Auth } from "./types";

/** Who is signed in, and signing in, up and out. */
export function useAuth(): Auth {
  const auth = useContext(AuthContext);
  if (!auth) throw new TypeError("the account provider is missing above this component");
  return auth;
}
