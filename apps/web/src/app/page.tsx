import { redirect } from "next/navigation";
import { currentSession, signUpState } from "@/auth/server";
import { HomePage } from "@/components/account/HomePage";

export default async function Page() {
  if (!(await currentSession())) redirect((await signUpState()) === "first" ? "/sign-up" : "/sign-in");
  return <HomePage />;
}
