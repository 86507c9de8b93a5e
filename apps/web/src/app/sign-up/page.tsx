import type { Metadata } from "next";
import { signUpState } from "@/auth/server";
import { SignUpPage } from "@/components/auth/SignUpPage";

export const metadata: Metadata = { title: "Sign up" };

export default async function Page({ searchParams }: { searchParams: Promise<{ invite?: string }> }) {
  const { invite } = await searchParams;
  return <SignUpPage state={await signUpState()} inviteToken={invite ?? null} />;
}
