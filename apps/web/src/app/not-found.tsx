import { EntryPage } from "@/components/auth/EntryPage";
import { largeButtonStyle } from "@/components/ui/button-style";

/** Comes with every page, so it brings no code along: a plain link. */
export default function NotFound() {
  return (
    <EntryPage
      title="There is no page here"
      intro="The address may be mistyped, or what it showed was removed."
    >
      <a href="/" className={largeButtonStyle("outline")}>
        Go to your account
      </a>
    </EntryPage>
  );
}
