"use client";
import { CHANNEL_LABEL, CHANNELS, type PersonalPreferences } from "@mc/shared/notification/channels";
import type { AccountPreferences } from "@mc/shared/notification/preferences";
import { Checkbox } from "@/components/ui/checkbox";
import { CHANNEL_ROWS, channelEdit, inboxEdit, isChannelOn, isInboxOn } from "./channel-rows";
import type { Channels, useChannelCommands } from "./use-channels";
import type { usePreferenceCommands } from "./use-preferences";

type Props = {
  own: PersonalPreferences;
  account: AccountPreferences;
  channels: Channels;
  isReadOnly: boolean;
  onInbox: ReturnType<typeof usePreferenceCommands>["edit"];
  onChannel: ReturnType<typeof useChannelCommands>["setChannel"];
};

/** What reaches a person, by kind and by channel. A cell shows what holds, whoever chose it. */
export function ChannelMatrix({ own, account, channels, isReadOnly, onInbox, onChannel }: Props) {
  const isSetUp = {
    email: channels.email.missing.length === 0 && channels.email.address !== null,
    push: channels.push.publicKey !== null,
    webhook: channels.webhook.isSet,
  };
  return (
    <table className="w-full border-line border-y text-sm">
      <caption className="sr-only">What reaches you, by kind and by channel</caption>
      <thead>
        <tr className="border-line border-b text-ink-3 text-xs">
          <th scope="col" className="py-1.5 text-left font-medium">
            <span className="sr-only">Kind</span>
          </th>
          {["In the app", ...CHANNELS.map((channel) => CHANNEL_LABEL[channel])].map((label) => (
            <th key={label} scope="col" className="w-16 px-1 py-1.5 font-medium max-sm:w-13">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {CHANNEL_ROWS.map((row) => (
          <tr key={row.label}>
            <th scope="row" className="text-balance py-1.5 pr-2 text-left font-normal">
              {row.label}
            </th>
            <Cell
              label={`${row.label}: in the app`}
              isOn={isInboxOn(row, { own, account })}
              isDisabled={isReadOnly}
              onChange={(isOn) => void onInbox(inboxEdit(row, own, isOn))}
            />
            {CHANNELS.map((channel) => (
              <Cell
                key={channel}
                label={`${row.label}: ${CHANNEL_LABEL[channel]}`}
                isOn={isSetUp[channel] && isChannelOn(channel, row, { own, account })}
                isDisabled={isReadOnly || !isSetUp[channel] || own.channels?.[channel]?.isOn === false}
                onChange={(isOn) => void onChannel(channel, channelEdit(row, own.channels?.[channel], isOn))}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell(props: {
  label: string;
  isOn: boolean;
  isDisabled: boolean;
  onChange: (isOn: boolean) => void;
}) {
  return (
    <td className="px-1 text-center">
      <span className="inline-flex min-h-8 items-center justify-center pointer-coarse:min-h-11">
        <Checkbox
          aria-label={props.label}
          checked={props.isOn}
          disabled={props.isDisabled}
          className="disabled:opacity-40"
          onCheckedChange={(isOn) => props.onChange(isOn === true)}
        />
      </span>
    </td>
  );
}
