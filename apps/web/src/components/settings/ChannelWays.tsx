"use client";
import {
  CHANNEL_BY_DEFAULT,
  CHANNEL_LABEL,
  type Channel,
  type PersonalPreferences,
} from "@mc/shared/notification/channels";
import { Fragment, type ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { OwnWebhook } from "./OwnWebhook";
import { PushDevices } from "./PushDevices";
import type { Channels, useChannelCommands } from "./use-channels";

type Props = {
  own: PersonalPreferences;
  channels: Channels;
  isReadOnly: boolean;
  onChannel: ReturnType<typeof useChannelCommands>["setChannel"];
};

/** The ways outside, one after another: where it goes, and the switch that ends all of it. */
export function ChannelWays({ own, channels, isReadOnly, onChannel }: Props) {
  const way = (channel: Channel) => ({
    channel,
    isOn: own.channels?.[channel]?.isOn ?? true,
    isReadOnly,
    onChange: (isOn: boolean) =>
      void onChannel(channel, { ...(own.channels?.[channel] ?? CHANNEL_BY_DEFAULT), isOn }),
  });
  const { missing, address } = channels.email;
  return (
    <ul className="flex flex-col divide-y divide-line border-line border-y">
      <Way {...way("email")} isSetUp={missing.length === 0 && address !== null}>
        {missing.length > 0 ? (
          <p>
            E-mail is not set up on this installation. Whoever runs it has to set{" "}
            {missing.map((name, nth) => (
              <Fragment key={name}>
                {nth > 0 ? " and " : ""}
                <span className="figures">{name}</span>
              </Fragment>
            ))}
            .
          </p>
        ) : (
          (address ?? "Your sign-in has no e-mail address.")
        )}
      </Way>
      <Way {...way("push")} isSetUp={channels.push.publicKey !== null}>
        {channels.push.publicKey === null ? (
          "Push is not set up on this installation."
        ) : (
          <PushDevices publicKey={channels.push.publicKey} isReadOnly={isReadOnly} />
        )}
      </Way>
      <Way {...way("webhook")} isSetUp={channels.webhook.isSet}>
        <OwnWebhook isReadOnly={isReadOnly} />
      </Way>
    </ul>
  );
}

function Way(props: {
  channel: Channel;
  isOn: boolean;
  isSetUp: boolean;
  isReadOnly: boolean;
  onChange: (isOn: boolean) => void;
  children: ReactNode;
}) {
  const { channel, isOn, isSetUp, isReadOnly, onChange, children } = props;
  const label = CHANNEL_LABEL[channel];
  return (
    <li className="flex items-start gap-3 py-2.5 text-sm">
      <span className="w-18 shrink-0 font-medium">{label}</span>
      <div className="flex min-w-0 flex-1 flex-col gap-2 text-ink-2">
        {isOn ? null : <p className="text-ink">Switched off: nothing goes this way.</p>}
        {children}
      </div>
      {isSetUp && !isReadOnly ? (
        <Button
          size="sm"
          aria-label={`${isOn ? "Switch off" : "Switch on"}: ${label}`}
          onClick={() => onChange(!isOn)}
        >
          {isOn ? "Switch off" : "Switch on"}
        </Button>
      ) : null}
    </li>
  );
}
