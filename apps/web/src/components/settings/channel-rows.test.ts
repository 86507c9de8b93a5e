import { CHANNELS } from "@mc/shared/notification/channels";
import { NO_PREFERENCES } from "@mc/shared/notification/preferences";
import { describe, expect, test } from "vitest";
import { CHANNEL_ROWS, channelEdit, inboxEdit, isChannelOn, isInboxOn } from "./channel-rows";

describe("the table of channels", () => {
  test("a cell that is changed shows what it was changed to, and no other cell changes", () => {
    for (const row of CHANNEL_ROWS) {
      for (const channel of CHANNELS) {
        for (const isOn of [false, true]) {
          const channels = { [channel]: channelEdit(row, undefined, isOn) };
          const [before, after] = [NO_PREFERENCES, { ...NO_PREFERENCES, channels }];
          expect([row.label, channel, isChannelOn(channel, row, { own: after, account: {} })]).toEqual([
            row.label,
            channel,
            isOn,
          ]);
          for (const other of CHANNEL_ROWS.filter((each) => each !== row)) {
            const shown = isChannelOn(channel, other, { own: after, account: {} });
            expect(shown).toBe(isChannelOn(channel, other, { own: before, account: {} }));
          }
        }
      }
      for (const isOn of [false, true]) {
        const own = { ...NO_PREFERENCES, ...inboxEdit(row, NO_PREFERENCES, isOn) };
        expect(isInboxOn(row, { own, account: {} })).toBe(isOn);
      }
    }
  });
});
