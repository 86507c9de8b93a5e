/** The browsers in which the signed-in member wants push messages. */
import { v } from "convex/values";
import { accountMutation, accountQuery } from "./functions/account";
import {
  getDeviceOrThrow,
  listDevices,
  removeOwnDevice,
  subscribeDevice,
  testDevice,
} from "./lib/pushDevices";

const subscriptionId = v.id("pushSubscriptions");

export const list = accountQuery({
  role: "viewer",
  args: {},
  handler: (ctx) => listDevices(ctx, ctx.member._id),
});

export const subscribe = accountMutation({
  role: "member",
  audit: ["push_device_added", "push_device_removed"],
  args: {
    endpoint: v.string(),
    keys: v.object({ p256dh: v.string(), auth: v.string() }),
    device: v.string(),
  },
  handler: (ctx, args) => subscribeDevice(ctx, args),
});

export const remove = accountMutation({
  role: "member",
  audit: ["push_device_removed"],
  args: { subscriptionId },
  handler: async (ctx, args) => removeOwnDevice(ctx, await getDeviceOrThrow(ctx, args.subscriptionId)),
});

export const test = accountMutation({
  role: "member",
  audit: "none",
  args: { subscriptionId },
  handler: async (ctx, args) => testDevice(ctx, await getDeviceOrThrow(ctx, args.subscriptionId)),
});
