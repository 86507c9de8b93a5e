"use client";
import { DisplayChoices } from "@/components/profile/DisplayChoices";
import { ControlSpecimens } from "./ControlSpecimens";
import { FloatingSpecimens } from "./FloatingSpecimens";
import { SignSpecimens } from "./SignSpecimens";

/** Every component in every state, built from the components themselves: what is ugly here is ugly everywhere. */
export function GalleryPage() {
  return (
    <main className="mx-auto w-full max-w-4xl px-6 py-8 max-sm:px-3">
      <h1 className="mb-4 font-semibold text-xl">Gallery</h1>
      <div className="mb-5">
        <DisplayChoices />
      </div>
      <SignSpecimens />
      <ControlSpecimens />
      <FloatingSpecimens />
    </main>
  );
}
