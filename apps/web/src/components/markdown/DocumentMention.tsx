import type { ReactNode } from "react";
import { useAccount } from "@/components/account/use-account";
import { KIND_LOOK } from "@/components/docs/document-kinds";
import { Link } from "@/components/ui/link";
import { dataOf } from "@/lib/async";
import { useDocumentName } from "./use-document-name";

/** A link to a document, with its sign. A bare address shows the title as it is now; words that the author chose stay. */
export function DocumentMention(props: { documentId: string; hasOwnWords: boolean; children: ReactNode }) {
  const { documentId, hasOwnWords, children } = props;
  const { slug } = useAccount();
  const name = dataOf(useDocumentName(documentId));
  const href = `/${slug}/docs/${documentId}`;
  if (!name) return <Link href={href}>{children}</Link>;
  const { icon: Icon, label } = KIND_LOOK[name.kind];
  return (
    <Link href={href} title={hasOwnWords ? `${label}: ${name.title}` : label}>
      <Icon aria-hidden className="mr-1 inline size-3.5 align-[-2px]" />
      {hasOwnWords ? children : name.title}
    </Link>
  );
}
