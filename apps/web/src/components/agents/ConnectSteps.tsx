"use client";
import { Copy } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { toast } from "@/lib/toast";
import { connectCommands, FIRST_WORDS, TOKEN_PLACEHOLDER } from "./connect-commands";

/** Commands to copy, with the token while it is known. */
export function ConnectSteps({ token }: { token: string | null }) {
  const origin = typeof window === "undefined" ? "" : window.location.origin;
  const commands = connectCommands(origin, token ?? TOKEN_PLACEHOLDER);
  return (
    <div className="flex flex-col gap-4">
      <Tabs defaultValue="claude">
        <TabsList aria-label="Programs">
          {commands.map(({ id, label }) => (
            <TabsTrigger key={id} value={id}>
              {label}
            </TabsTrigger>
          ))}
        </TabsList>
        {commands.map(({ id, label, hint, text }) => (
          <TabsContent key={id} value={id} className="flex flex-col gap-1.5 pt-3">
            <Copyable label={`Command for ${label}`} text={text} />
            <p className="break-words text-ink-3 text-sm">{hint}</p>
          </TabsContent>
        ))}
      </Tabs>
      <div className="flex flex-col gap-1.5">
        <p className="font-medium text-sm">Then tell it</p>
        <Copyable label="First words" text={FIRST_WORDS} />
      </div>
    </div>
  );
}

/** A text in its own box with a button that copies it. */
export function Copyable({ label, text }: { label: string; text: string }) {
  const copy = (): void => void navigator.clipboard.writeText(text).then(() => toast(`${label} copied`));
  return (
    <div className="flex items-start gap-2 rounded-sm border border-line bg-sunken py-1.5 pr-1.5 pl-3">
      <pre className="figures min-w-0 flex-1 overflow-x-auto whitespace-pre-wrap wrap-anywhere py-1 text-xs leading-relaxed">
        {text}
      </pre>
      <Button size="icon-sm" variant="quiet" aria-label={`Copy: ${label}`} onClick={copy}>
        <Copy aria-hidden />
      </Button>
    </div>
  );
}
