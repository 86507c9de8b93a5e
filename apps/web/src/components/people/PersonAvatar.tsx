"use client";
import type { ComponentProps } from "react";
import { Avatar } from "@/components/ui/avatar";
import { useFace } from "./use-faces";

/** A person: round, with their picture or initials. */
export function PersonAvatar(props: Pick<ComponentProps<typeof Avatar>, "name" | "size" | "className">) {
  return <Avatar shape="round" picture={useFace(props.name)} {...props} />;
}
