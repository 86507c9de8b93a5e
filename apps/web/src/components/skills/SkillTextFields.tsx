import {
  MAX_SKILL_DESCRIPTION,
  MAX_SKILL_NAME,
  SKILL_CATEGORIES,
  SKILL_CATEGORY_HINT,
  SKILL_CATEGORY_LABEL,
} from "@mc/shared/skill/limits";
import { parseSkillText } from "@mc/shared/skill/text";
import { useId, useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { LazyMarkdown } from "@/components/markdown/LazyMarkdown";
import { Button } from "@/components/ui/button";
import { describedBy, Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select, SelectContent, SelectItem, SelectTrigger } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { SkillForm } from "./skill-form";
import type { SkillFull } from "./use-skills";

/** Name, kind, the line by which agents choose it, and the instructions with their preview. */
export function SkillTextFields(props: {
  form: SkillForm;
  skill: SkillFull | null;
  isReadOnly: boolean;
  onChange: (change: Partial<SkillForm>) => void;
}) {
  const { form, skill, isReadOnly, onChange } = props;
  const { slug } = useAccount();
  const ids = { name: useId(), category: useId(), description: useId(), text: useId() };
  const [isPreview, setPreview] = useState(isReadOnly);
  return (
    <div className="flex flex-col gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          id={ids.name}
          label="Name"
          hint={
            skill ? (
              <span className="figures">skills/{skill.slug}/SKILL.md</span>
            ) : (
              "Names its folder for good."
            )
          }
        >
          <Input
            id={ids.name}
            value={form.name}
            onChange={(event) => onChange({ name: event.target.value })}
            required
            maxLength={MAX_SKILL_NAME}
            disabled={isReadOnly}
            autoFocus={skill === null}
            placeholder="Release notes"
            autoComplete="off"
            aria-describedby={describedBy(ids.name)}
          />
        </Field>
        <Field id={ids.category} label="Category" hint={SKILL_CATEGORY_HINT[form.category]}>
          <Select
            value={form.category}
            disabled={isReadOnly}
            onValueChange={(value) =>
              onChange({ category: SKILL_CATEGORIES.find((each) => each === value) ?? "custom" })
            }
          >
            <SelectTrigger id={ids.category} aria-describedby={describedBy(ids.category)}>
              {SKILL_CATEGORY_LABEL[form.category]}
            </SelectTrigger>
            <SelectContent>
              {SKILL_CATEGORIES.map((category) => (
                <SelectItem key={category} value={category}>
                  {SKILL_CATEGORY_LABEL[category]}
                </SelectItem>
              ))}
            </SelectContent>
          </Select>
        </Field>
      </div>
      <Field
        id={ids.description}
        label="Description"
        hint="One line. Agents read it every turn to decide whether they need the skill."
      >
        <Input
          id={ids.description}
          value={form.description}
          onChange={(event) => onChange({ description: event.target.value })}
          maxLength={MAX_SKILL_DESCRIPTION}
          disabled={isReadOnly}
          placeholder="How we write release notes: one line per change, users first."
          autoComplete="off"
          aria-describedby={describedBy(ids.description)}
        />
      </Field>
      <div className="flex flex-col gap-1.5">
        <div className="flex items-center justify-between gap-2">
          <label htmlFor={ids.text} className="font-medium text-sm">
            SKILL.md
          </label>
          <Button size="sm" variant="quiet" aria-pressed={isPreview} onClick={() => setPreview(!isPreview)}>
            {isPreview ? (isReadOnly ? "Source" : "Write") : "Preview"}
          </Button>
        </div>
        {isPreview ? (
          <div className="max-h-[40vh] min-h-44 overflow-y-auto rounded-sm border border-line px-3 py-2">
            <LazyMarkdown source={parseSkillText(form.text).body} accountSlug={slug} />
          </div>
        ) : (
          <Textarea
            id={ids.text}
            value={form.text}
            onChange={(event) => onChange({ text: event.target.value })}
            required
            readOnly={isReadOnly}
            placeholder={"# Release notes\n\n1. Read the merged changes since the last tag.\n2. …"}
            className="figures max-h-[40vh] min-h-44 text-sm tracking-normal"
          />
        )}
        <p className="text-ink-3 text-sm">
          Markdown, up to 512 KiB. A SKILL.md that you paste may keep its front matter. Never write a secret
          into it.
        </p>
      </div>
    </div>
  );
}
