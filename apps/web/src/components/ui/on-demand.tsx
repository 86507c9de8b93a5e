import { type ComponentType, cloneElement, type ReactElement, useState } from "react";
import { NotFetched } from "@/components/frame/NotFetched";
import { type Source, sourceOf, useArrival } from "@/lib/fetched";
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
  const source = sourceOf(load);
  const fetchIt = (): void => void source.fetch();
  // biome-ignore lint/correctness/noComponentHookFactories: called once per menu at module level, never while rendering
  return function OnDemand({ trigger, ...props }: Props & Trigger) {
    const [isWanted, setWanted] = useState(false);
    const idle = cloneElement(trigger, {
      onClick: () => {
        holdKeys(source.fetch());
        setWanted(true);
      },
      onPointerEnter: fetchIt,
      onFocus: fetchIt,
      "aria-haspopup": popup,
    });
    if (!isWanted) return idle;
    return (
      <Opened
        source={source}
        idle={idle}
        onClose={() => setWanted(false)}
        opened={{ ...(props as unknown as Props), trigger }}
      />
    );
  };
}

function Opened<Props extends object>(props: {
  source: Source<Props>;
  /** The button as it is until there is more. */
  idle: ReactElement;
  opened: Props;
  onClose: () => void;
}) {
  const { source, idle, opened, onClose } = props;
  const arrival = useArrival(source);
  if (arrival.status === "there") return <arrival.Code {...opened} />;
  if (arrival.status === "coming") return idle;
  return (
    <>
      {idle}
      <NotFetched onRetry={() => void source.fetch()} onClose={onClose} isNotice />
    </>
  );
}
