/**
 * Who may be sent to at the same time. A lane is one receiver of one account: its deliveries leave a few at a time,
 * and the sender of a channel walks from lane to lane, so that a receiver that hangs holds up itself alone.
 */
import type { Channel } from "../notification/channels.ts";

/** `receiverId`: a webhook or a device; null for what goes by the account's mails. */
export function laneOf({ accountId, receiverId }: { accountId: string; receiverId: string | null }): string {
  return `${accountId}:${receiverId ?? ""}`;
}

export type Seats = { inAll: number; perAccount: number; perLane: number };

/** Deliveries under way at once. Mails all go to one server, which takes few connections; no account takes all seats. */
export const SEATS: Readonly<Record<Channel, Seats>> = {
  email: { inAll: 5, perAccount: 4, perLane: 4 },
  push: { inAll: 16, perAccount: 8, perLane: 2 },
  webhook: { inAll: 16, perAccount: 8, perLane: 3 },
};

export type Seated = { accountId: string; lane: string };

/** How many more of a lane may leave now, beside those that are under way. */
export function freeSeats(seats: Seats, underWay: readonly Seated[], next: Seated): number {
  const ofAccount = underWay.filter(({ accountId }) => accountId === next.accountId).length;
  const ofLane = underWay.filter(({ lane }) => lane === next.lane).length;
  const free = [seats.inAll - underWay.length, seats.perAccount - ofAccount, seats.perLane - ofLane];
  return Math.max(0, Math.min(...free));
}

/** How long a receiver is waited for: one that has failed is given less, until it answers again. */
export function answerTimeoutMs(failures: number): number {
  return failures === 0 ? PATIENT_MS : SHORT_MS;
}

const PATIENT_MS = 15_000;
const SHORT_MS = 5_000;
