import { type ComponentType, cloneElement, lazy, type ReactElement, Suspense, useState } from "react";
import { holdKeys } from "./held-keys";

type TriggerProps = {
  onClick?: () => void;
  onPointerEnter?: () => void;
  onFocus?: () => void;
  "aria-haspopup"?: "menu" | "dialog";
};
export type Trigger = { readonly trigger: ReactElement<TriggerProps> };

/**
 * A button whose menu is fetched when a hand comes near it and made when it is first pressed: a page shows dozens of
 * such buttons and people press few. The fetched component opens itself and takes the button as its trigger; what is
 * typed until it has the focus is kept for it.
 */
export function onDemand<Props extends object>(
  load: () => Promise<ComponentType<Props & Trigger>>,
  popup: "menu" | "dialog" = "menu",
) {
  const Opened = lazy(async () => ({ default: await load() }));
  // biome-ignore lint/correctness/noComponentHookFactories: called once per menu at module level, never while rendering
  return function OnDemand({ trigger, ...props }: Props & Trigger) {
    const [isWanted, setWanted] = useState(false);
    const fetchIt = (): void => void load();
    const idle = cloneElement(trigger, {
      onClick: () => {
        holdKeys(load());
        setWanted(true);
      },
      onPointerEnter: fetchIt,
      onFocus: fetchIt,
      "aria-haspopup": popup,
    });
    if (!isWanted) return idle;
    return (
      <Suspense fallback={idle}>
        <Opened {...(props as unknown as Props)} trigger={trigger} />
      </Suspense>
    );
  };
}
