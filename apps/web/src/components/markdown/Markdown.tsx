"use client";
import { useMemo } from "react";
import ReactMarkdown, { type Components, defaultUrlTransform } from "react-markdown";
import remarkGfm from "remark-gfm";
// Text that people and agents wrote. Nothing in it may load from elsewhere or run: no raw HTML (react-markdown escapes
// it), no remote images (they would tell their host who reads), only web and mail links.
import { Link } from "@/components/ui/link";
import { DocumentMention } from "./DocumentMention";
import { remarkOutline } from "./outline";
import { documentIn, MENTION_HREF, ownPath, withReferences } from "./references";

const componentsOf = (accountSlug: string): Components => ({
  a: ({ href, children }) => {
    if (href?.startsWith(MENTION_HREF))
      return <span className="rounded-xs bg-accent-wash px-0.5 font-medium text-accent">{children}</span>;
    const documentId = documentIn(href, { accountSlug, origin: window.location.origin });
    if (documentId !== null)
      return (
        <DocumentMention documentId={documentId} hasOwnWords={href !== children}>
          {children}
        </DocumentMention>
      );
    const path = ownPath(href, window.location.origin);
    if (path !== null) return <Link href={path}>{children}</Link>;
    if (href?.startsWith("#")) return <a href={href}>{children}</a>;
    return (
      <a href={href} target="_blank" rel="noreferrer noopener">
        {children}
      </a>
    );
  },
  img: ({ src, alt }) =>
    typeof src === "string" && src.startsWith("/") ? (
      // biome-ignore lint/performance/noImgElement: files of our own origin, any size
      <img src={src} alt={alt ?? ""} loading="lazy" className="max-w-full rounded-sm" />
    ) : (
      <a href={typeof src === "string" ? src : undefined} target="_blank" rel="noreferrer noopener">
        {alt ? `Image: ${alt}` : "Image"}
      </a>
    ),
  input: ({ checked }) => (
    <input
      type="checkbox"
      checked={checked === true}
      readOnly
      tabIndex={-1}
      aria-label={checked === true ? "done" : "not done"}
      className="choice-box mr-1.5 align-[-2px]"
    />
  ),
  // A page has one h1, and it is ours.
  h1: ({ children }) => <h3>{children}</h3>,
  h2: ({ children }) => <h4>{children}</h4>,
  h3: ({ children }) => <h5>{children}</h5>,
  h4: ({ children }) => <h6>{children}</h6>,
  h5: ({ children }) => <h6>{children}</h6>,
});

const PLUGINS = [remarkGfm, remarkOutline];

/** `accountSlug` makes task numbers links and knows addresses of documents; `mentioned` are the names that reached someone. */
export default function Markdown({
  source,
  accountSlug,
  mentioned,
}: {
  source: string;
  accountSlug: string;
  mentioned?: readonly string[];
}) {
  const components = useMemo(() => componentsOf(accountSlug), [accountSlug]);
  return (
    <div className="prose-mc">
      <ReactMarkdown
        remarkPlugins={PLUGINS}
        components={components}
        urlTransform={(url) => (url.startsWith(MENTION_HREF) ? url : defaultUrlTransform(url))}
      >
        {withReferences(source, { accountSlug, mentioned: mentioned ?? [] })}
      </ReactMarkdown>
    </div>
  );
}
