import { ArrowRight, Bot, CircleDot, UserPlus } from "lucide-react";
import { Link } from "@/components/ui/link";

/** The first minute: what to do, in order. Gone with the first task. */
export function FirstSteps({
  name,
  hasAgents,
  accountSlug,
}: {
  name: string;
  hasAgents: boolean;
  accountSlug: string;
}) {
  const steps = [
    ...(hasAgents
      ? []
      : [
          {
            href: `/${accountSlug}/agents`,
            icon: Bot,
            title: "Add agents",
            text: "A ready team of six, or one of your own.",
          },
        ]),
    {
      href: `/${accountSlug}/tasks?new=true`,
      icon: CircleDot,
      title: "Create a task and assign an agent",
      text: "The agent starts, and its answer comes into the task's thread.",
    },
    {
      href: `/${accountSlug}/settings/members`,
      icon: UserPlus,
      title: "Invite your people",
      text: "With a link; they see the same board, live.",
    },
  ];
  return (
    <section aria-label="First steps" className="px-4 pt-2 pb-6 max-md:px-3">
      <h2 className="mb-2 font-semibold text-lg">Welcome, {name.split(" ")[0]}</h2>
      <ol className="grid gap-2 sm:grid-cols-[repeat(auto-fit,minmax(18rem,1fr))]">
        {steps.map((step) => (
          <li key={step.href}>
            <Link
              href={step.href}
              className="group flex h-full items-start gap-3 rounded-md border border-line bg-panel p-3.5 transition-colors hover:border-line-strong/60"
            >
              <step.icon aria-hidden className="mt-0.5 size-4.5 shrink-0 text-ink-3" />
              <span className="min-w-0 flex-1">
                <span className="block font-medium">{step.title}</span>
                <span className="block text-ink-2 text-sm">{step.text}</span>
              </span>
              <ArrowRight
                aria-hidden
                className="mt-0.5 size-4 shrink-0 text-ink-3 transition-transform group-hover:translate-x-0.5"
              />
            </Link>
          </li>
        ))}
      </ol>
    </section>
  );
}
