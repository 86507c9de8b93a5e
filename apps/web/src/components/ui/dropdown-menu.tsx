import { Check } from "lucide-react";
import { DropdownMenu as Primitive } from "radix-ui";
import { type ComponentProps, createContext, type PointerEvent, useContext, useRef, useState } from "react";
import { cn } from "@/lib/cn";
import { keepFocus } from "@/lib/use-opener";
import { itemStyle, menuLabelStyle, menuSeparatorStyle, surfaceStyle } from "./menu-style";
import { useTypeahead } from "./typeahead";

const OpenContext = createContext<() => void>(() => {});

/** A menu that opens and closes by itself. */
export function DropdownMenu({
  defaultOpen = false,
  ...props
}: Omit<ComponentProps<typeof Primitive.Root>, "open" | "onOpenChange">) {
  const [isOpen, setOpen] = useState(defaultOpen);
  return (
    <OpenContext value={() => setOpen(true)}>
      <Primitive.Root open={isOpen} onOpenChange={setOpen} {...props} />
    </OpenContext>
  );
}

/** Radix opens by pointer and by key; a click without either, from a shortcut or a screen reader, opens too. */
export function DropdownMenuTrigger(props: ComponentProps<typeof Primitive.Trigger>) {
  const open = useContext(OpenContext);
  return <Primitive.Trigger {...props} onClick={(event) => event.detail === 0 && open()} />;
}

export const DropdownMenuRadioGroup = Primitive.RadioGroup;
export const DropdownMenuSub = Primitive.Sub;

export function DropdownMenuContent({
  className,
  align = "start",
  sideOffset = 4,
  onCloseAutoFocus,
  ...props
}: Omit<ComponentProps<typeof Primitive.Content>, "ref" | "onPointerDownOutside">) {
  const typeahead = useTypeahead();
  const content = useRef<HTMLDivElement>(null);
  return (
    <Primitive.Portal>
      <Primitive.Content
        align={align}
        sideOffset={sideOffset}
        collisionPadding={8}
        className={cn(surfaceStyle, className)}
        {...typeahead}
        onPointerUpCapture={ignoreOtherButtons}
        {...props}
        ref={content}
        onCloseAutoFocus={(event) => {
          if (!keepFocus(event)) onCloseAutoFocus?.(event);
        }}
        onPointerDownOutside={(event) => isTriggerOf(content.current, event.target) && event.preventDefault()}
      />
    </Primitive.Portal>
  );
}

/** Its button reaches a modal menu only while that fades away, and opens it anew: the press is not one beside the menu as well. */
function isTriggerOf(content: HTMLElement | null, pressed: EventTarget | null): boolean {
  const trigger = document.getElementById(content?.getAttribute("aria-labelledby") ?? "");
  return trigger !== null && pressed instanceof Node && trigger.contains(pressed);
}

/**
 * Radix takes a pointer that comes up over an item, having gone down elsewhere, for a choice. The other button does just
 * that when it opens a menu under itself.
 */
function ignoreOtherButtons(event: PointerEvent): void {
  if (event.button !== 0) event.stopPropagation();
}

export function DropdownMenuItem({
  className,
  isDanger = false,
  ...props
}: ComponentProps<typeof Primitive.Item> & { isDanger?: boolean }) {
  return (
    <Primitive.Item
      className={cn(itemStyle, isDanger && "text-danger data-[highlighted]:bg-danger-wash", className)}
      {...props}
    />
  );
}

export function DropdownMenuCheckboxItem({
  className,
  children,
  ...props
}: ComponentProps<typeof Primitive.CheckboxItem>) {
  return (
    <Primitive.CheckboxItem className={cn(itemStyle, "pr-8", className)} {...props}>
      {children}
      <Primitive.ItemIndicator className="absolute right-2">
        <Check className="size-4" aria-hidden />
      </Primitive.ItemIndicator>
    </Primitive.CheckboxItem>
  );
}

export function DropdownMenuRadioItem({
  className,
  children,
  ...props
}: ComponentProps<typeof Primitive.RadioItem>) {
  return (
    <Primitive.RadioItem className={cn(itemStyle, "pr-8", className)} {...props}>
      {children}
      <Primitive.ItemIndicator className="absolute right-2">
        <Check className="size-4" aria-hidden />
      </Primitive.ItemIndicator>
    </Primitive.RadioItem>
  );
}

export function DropdownMenuLabel({ className, ...props }: ComponentProps<typeof Primitive.Label>) {
  return <Primitive.Label className={cn(menuLabelStyle, className)} {...props} />;
}

export function DropdownMenuSeparator({ className, ...props }: ComponentProps<typeof Primitive.Separator>) {
  return <Primitive.Separator className={cn(menuSeparatorStyle, className)} {...props} />;
}

export function DropdownMenuSubTrigger({ className, ...props }: ComponentProps<typeof Primitive.SubTrigger>) {
  return (
    <Primitive.SubTrigger className={cn(itemStyle, "data-[state=open]:bg-hover", className)} {...props} />
  );
}

export function DropdownMenuSubContent({ className, ...props }: ComponentProps<typeof Primitive.SubContent>) {
  return (
    <Primitive.Portal>
      <Primitive.SubContent className={cn(surfaceStyle, className)} {...props} />
    </Primitive.Portal>
  );
}
