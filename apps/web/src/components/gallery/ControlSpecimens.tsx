"use client";
import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import {
  Command,
  CommandEmpty,
  CommandGroup,
  CommandInput,
  CommandItem,
  CommandList,
} from "@/components/ui/command";
import { describedBy, Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Link } from "@/components/ui/link";
import { SaveBar } from "@/components/ui/save-bar";
import { Select, SelectContent, SelectItem, SelectTrigger } from "@/components/ui/select";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { Textarea } from "@/components/ui/textarea";
import { Specimen, State } from "./Specimen";

const VARIANTS = ["primary", "outline", "quiet", "danger"] as const;

/** What takes a press or a word. */
export function ControlSpecimens() {
  return (
    <>
      <Specimen name="button">
        {VARIANTS.map((variant) => (
          <State key={variant} word={variant}>
            <Button variant={variant} size="sm">
              Small
            </Button>
            <Button variant={variant}>Assign</Button>
            <Button variant={variant} size="lg">
              Large
            </Button>
            <Button variant={variant}>
              <Plus aria-hidden /> With a glyph
            </Button>
            <Button variant={variant} size="icon" aria-label={`Add, ${variant}`}>
              <Plus aria-hidden />
            </Button>
            <Button variant={variant} disabled>
              Disabled
            </Button>
            <Button variant={variant} isBusy>
              Saving…
            </Button>
          </State>
        ))}
      </Specimen>
      <Specimen name="input">
        <State word="empty">
          <Input aria-label="Empty input" placeholder="Write the release notes" className="max-w-72" />
        </State>
        <State word="filled">
          <Input aria-label="Filled input" defaultValue="Write the release notes" className="max-w-72" />
        </State>
        <State word="disabled">
          <Input
            aria-label="Disabled input"
            defaultValue="Not yours to change"
            disabled
            className="max-w-72"
          />
        </State>
        <State word="invalid">
          <Input aria-label="Invalid input" defaultValue="yesterday" aria-invalid className="max-w-72" />
        </State>
      </Specimen>
      <Specimen name="textarea">
        <State word="filled">
          <Textarea
            aria-label="Filled text"
            defaultValue={"It grows with what is typed,\nline by line."}
            className="max-w-96"
          />
        </State>
      </Specimen>
      <Specimen name="field">
        <State word="with a hint">
          <Field id="field-hint" label="Name" hint="Everybody in the account sees it." className="w-72">
            <Input id="field-hint" aria-describedby={describedBy("field-hint")} />
          </Field>
        </State>
        <State word="with an error">
          <Field id="field-error" label="Name" error="A name has 80 letters at most." className="w-72">
            <Input id="field-error" aria-invalid aria-describedby={describedBy("field-error")} />
          </Field>
        </State>
      </Specimen>
      <Specimen name="checkbox">
        <State word="off, on, disabled">
          <Checkbox aria-label="Off" />
          <Checkbox aria-label="On" defaultChecked />
          <Checkbox aria-label="Disabled" disabled />
          <Checkbox aria-label="On and disabled" defaultChecked disabled />
        </State>
      </Specimen>
      <Specimen name="select">
        <State word="empty, chosen">
          <Select>
            <SelectTrigger aria-label="Nothing chosen" className="w-44" />
            <Choices />
          </Select>
          <Select defaultValue="member">
            <SelectTrigger aria-label="Chosen" className="w-44" />
            <Choices />
          </Select>
          <Select defaultValue="member" disabled>
            <SelectTrigger aria-label="Disabled choice" className="w-44" />
            <Choices />
          </Select>
        </State>
      </Specimen>
      <Specimen name="command">
        <Command label="Find a person" className="max-w-72 rounded-md border border-line bg-raised">
          <CommandInput placeholder="Find a person" />
          <CommandList>
            <CommandEmpty>Nobody by that name.</CommandEmpty>
            <CommandGroup heading="Members">
              <CommandItem>Ada Lovelace</CommandItem>
              <CommandItem>Ben Okafor</CommandItem>
              <CommandItem disabled>Dana Lindqvist (viewer)</CommandItem>
            </CommandGroup>
          </CommandList>
        </Command>
      </Specimen>
      <Specimen name="tabs">
        <Tabs defaultValue="thread">
          <TabsList aria-label="Parts">
            <TabsTrigger value="thread">Thread</TabsTrigger>
            <TabsTrigger value="documents">Documents</TabsTrigger>
            <TabsTrigger value="turns" disabled>
              Turns
            </TabsTrigger>
          </TabsList>
          <TabsContent value="thread" className="py-2 text-sm">
            What was said.
          </TabsContent>
          <TabsContent value="documents" className="py-2 text-sm">
            What was written.
          </TabsContent>
        </Tabs>
      </Specimen>
      <Specimen name="link">
        <State word="in text">
          <p className="text-sm">
            Every name leads to{" "}
            <Link href="/" className="text-accent underline underline-offset-2">
              its page
            </Link>
            .
          </p>
        </State>
      </Specimen>
      <OnDemandSpecimen />
      <SaveBarSpecimen />
    </>
  );
}

function Choices() {
  return (
    <SelectContent>
      <SelectItem value="viewer" note="Sees everything, changes nothing.">
        Viewer
      </SelectItem>
      <SelectItem value="member">Member</SelectItem>
      <SelectItem value="admin" disabled>
        Admin
      </SelectItem>
    </SelectContent>
  );
}

function OnDemandSpecimen() {
  const [count, setCount] = useState(0);
  return (
    <Specimen name="on-demand">
      <State word="pressed">
        <Button aria-expanded={count % 2 === 1} onClick={() => setCount(count + 1)}>
          {count % 2 === 1 ? "Close" : "Open"}
        </Button>
        <span className="text-ink-3 text-sm">Its menu is fetched when a hand comes near.</span>
      </State>
    </Specimen>
  );
}

function SaveBarSpecimen() {
  const [isDirty, setDirty] = useState(true);
  return (
    <Specimen name="save-bar">
      <State word="changed">
        <SaveBar isDirty={isDirty} isBusy={false} refusal={null} onDiscard={() => setDirty(false)} />
      </State>
      <State word="saving">
        <SaveBar isDirty isBusy refusal={null} onDiscard={() => undefined} />
      </State>
      <State word="refused">
        <SaveBar
          isDirty
          isBusy={false}
          refusal="A name has at most 80 characters."
          onDiscard={() => undefined}
        />
      </State>
    </Specimen>
  );
}
