/** What floats: menus, popovers, lists of choices. Over the notices (`toaster.tsx`), which come while one chooses. */
export const surfaceStyle =
  "z-70 max-h-(--radix-popper-available-height) min-w-44 overflow-y-auto rounded-md border border-line bg-raised p-1 text-ink shadow-float data-[state=open]:animate-in data-[state=closed]:animate-out data-[state=closed]:fade-out-0 data-[state=open]:fade-in-0 data-[state=open]:zoom-in-98 duration-120";

/** One choice in it. */
export const itemStyle =
  "relative flex min-h-8 cursor-default select-none items-center gap-2 rounded-sm px-2 py-1 text-sm outline-none aria-disabled:pointer-events-none data-[highlighted]:bg-hover data-[selected=true]:bg-hover aria-disabled:text-ink-3 aria-disabled:opacity-70 pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0";

export const menuLabelStyle = "px-2 pt-1.5 pb-1 text-ink-3 text-xs font-medium";
export const menuSeparatorStyle = "-mx-1 my-1 h-px bg-line";
