import type { AuthRefusal } from "@/auth/types";

export function Refusal({ refusal }: { refusal: AuthRefusal | null }) {
  if (!refusal) return null;
  return (
    <p role="alert" className="rounded-sm border border-danger/30 bg-danger-wash px-3 py-2 text-sm">
      {refusal.message}
    </p>
  );
}
