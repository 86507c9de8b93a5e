import { redirect } from "next/navigation";
import { isSignedOut, signUpState } from "@/auth/server";
import { HomePage } from "@/components/account/HomePage";

export default async function Page() {
  if (await isSignedOut()) redirect((await signUpState()) === "first" ? "/sign-up" : "/sign-in");
  return <HomePage />;
}
