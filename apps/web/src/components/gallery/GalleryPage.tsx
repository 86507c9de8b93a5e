"use client";
import { Choices } from "@/components/profile/DisplayChoices";
import { DISPLAY_CHOICES } from "@/lib/display";
import { useDisplay } from "@/lib/use-display";
import { useEarlyInput } from "@/lib/use-early-input";
import { ControlSpecimens } from "./ControlSpecimens";
import { FloatingSpecimens } from "./FloatingSpecimens";
import { SignSpecimens } from "./SignSpecimens";

/** Every component in every state, built from the components themselves: what is ugly here is ugly everywhere. */
export function GalleryPage() {
  useEarlyInput();
  // of this browser alone: no account stands above this page, so nobody's choice is changed by looking
  const [theme, setTheme] = useDisplay("theme");
  const [density, setDensity] = useDisplay("density");
  return (
    <main className="mx-auto w-full max-w-4xl px-6 py-8 max-sm:px-3">
      <h1 className="mb-4 font-semibold text-xl">Gallery</h1>
      <div className="mb-5 flex flex-col gap-4">
        <Choices legend="Theme" values={DISPLAY_CHOICES.theme} value={theme} onChange={setTheme} />
        <Choices legend="Density" values={DISPLAY_CHOICES.density} value={density} onChange={setDensity} />
      </div>
      <SignSpecimens />
      <ControlSpecimens />
      <FloatingSpecimens />
    </main>
  );
}
