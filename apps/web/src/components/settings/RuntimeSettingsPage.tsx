"use client";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { RuntimeDetails } from "@/components/frame/RuntimeDetails";
import { RUNTIME_LOOK } from "@/components/frame/runtime-look";
import { useRuntime } from "@/components/frame/use-frame";
import { Link } from "@/components/ui/link";
import { Skeleton } from "@/components/ui/skeleton";
import { SettingsLayout, SettingsSection } from "./SettingsLayout";
import { TokenForm } from "./TokenForm";
import { TokenList } from "./TokenList";
import { useServiceTokens, useTokenCommands } from "./use-tokens";

export function RuntimeSettingsPage() {
  const account = useAccount();
  const runtime = useRuntime(account);
  const canManage = account.can("token.manage");
  const tokens = useServiceTokens(canManage);
  const commands = useTokenCommands();
  return (
    <SettingsLayout>
      <SettingsSection
        title="Runtime"
        description={
          <>
            It carries work to the agents.{" "}
            <Link
              href={`/${account.slug}/admin/openclaw`}
              className="text-accent underline underline-offset-2"
            >
              Everything about it
            </Link>
          </>
        }
      >
        {runtime.status === "loading" ? <Skeleton className="h-40 w-full" /> : null}
        {runtime.status === "error" ? <ErrorState error={runtime.error} /> : null}
        {runtime.status === "ready" ? (
          <div className="rounded-md border border-line bg-panel p-4">
            <RuntimeDetails runtime={runtime.data} look={RUNTIME_LOOK[runtime.data?.status ?? "none"]} />
          </div>
        ) : null}
      </SettingsSection>
      <SettingsSection
        title="Service tokens"
        description={
          canManage
            ? "A runtime proves with one that it belongs to this account. Each opens this account only."
            : "Admins make and revoke the tokens of runtimes."
        }
      >
        {canManage ? (
          <>
            {tokens.status === "loading" ? <ListSkeleton label="Loading the tokens" /> : null}
            {tokens.status === "error" ? <ErrorState error={tokens.error} /> : null}
            {tokens.status === "ready" ? (
              <TokenList
                tokens={tokens.data.filter((token) => token.revokedAt === null)}
                hintOf={({ hint }) => `${hint}…`}
                emptyText="No token is in use."
                consequence="A revoked token does not come back."
                onRevoke={commands.revoke}
              />
            ) : null}
            <TokenForm isBusy={commands.isCreating} onCreate={commands.create} />
          </>
        ) : null}
      </SettingsSection>
    </SettingsLayout>
  );
}
