import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { useAuth } from "@/auth/use-auth";

/** Sends whoever is not signed in to sign in and back. The server does it where it knows; with Clerk only the browser knows. */
export function useSignInFirst(path: string): void {
  const { status } = useAuth();
  const router = useRouter();
  useEffect(() => {
    if (status === "signed_out") router.replace(`/sign-in?next=${encodeURIComponent(path)}`);
  }, [status, router, path]);
}
