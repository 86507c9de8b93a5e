import { EntryPage } from "@/components/auth/EntryPage";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";

export default function NotFound() {
  return (
    <EntryPage
      title="There is no page here"
      intro="The address may be mistyped, or what it showed was removed."
    >
      <Button asChild size="lg">
        <Link href="/">Go to your account</Link>
      </Button>
    </EntryPage>
  );
}
