import { Tooltip as Primitive } from "radix-ui";
import type { ReactNode } from "react";

export const TooltipProvider = Primitive.Provider;

/** A word or two about a control, on hover and on focus. The control keeps a name of its own. */
export function Tooltip(props: { content: ReactNode; side?: "top" | "right" | "bottom" | "left"; children: ReactNode }) {
  const { content, side = "bottom", children } = props;
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{children}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-72 rounded-sm border border-line bg-raised px-2 py-1 text-ink text-xs shadow-float data-[state=delayed-open]:animate-in data-[state=delayed-open]:fade-in-0 duration-120"
        >
          {content}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
