/**
 * When an agent's heart beats. Beat n of an agent lies at n × interval + its offset + a little jitter. The offset depends on the
 * agent and the interval alone, so an agent that joins or leaves moves nobody else's beats, and a fleet spreads over the interval
 * instead of waking at once; the jitter keeps two agents that happen to be neighbours from meeting at every beat.
 */
export const MIN_HEARTBEAT_MS = 60_000;
/** Of the interval; two beats of an agent are never closer than the interval less this share. */
const JITTER_SHARE = 20;

export type Heart = { agentId: string; intervalMs: number };
export type Beat = { number: number; at: number };

/** In [0, interval). */
export function beatOffsetMs({ agentId, intervalMs }: Heart): number {
  return Math.floor((mixed(`${agentId}\n${intervalMs}`) / 2 ** 32) * intervalMs);
}

export function beatAt(heart: Heart, number: number): number {
  const span = Math.floor(heart.intervalMs / JITTER_SHARE);
  const jitter = span === 0 ? 0 : mixed(`${heart.agentId}\n${heart.intervalMs}\n${number}`) % span;
  return number * heart.intervalMs + beatOffsetMs(heart) + jitter;
}

/** The first beat later than `after`. */
export function nextBeat(heart: Heart, after: number): Beat {
  let number = Math.floor((after - beatOffsetMs(heart)) / heart.intervalMs);
  while (beatAt(heart, number) <= after) number += 1;
  return { number, at: beatAt(heart, number) };
}

export type Punctuality =
  | { kind: "on_time" }
  | { kind: "late"; byMs: number }
  /** The runtime slept through whole beats; they are not made up for. */
  | { kind: "missed"; beats: number };

/** A beat is on time within a tenth of the interval, late up to the next one, and beyond that beats were missed. */
export function classifyBeat(heart: Heart, beat: Beat, now: number): Punctuality {
  const byMs = now - beat.at;
  if (byMs <= heart.intervalMs / 10) return { kind: "on_time" };
  let beats = 0;
  while (beatAt(heart, beat.number + beats + 1) <= now) beats += 1;
  return beats === 0 ? { kind: "late", byMs } : { kind: "missed", beats };
}

/** FNV-1a with MurmurHash3's finaliser: names that differ in one character land anywhere. 32 bits. */
function mixed(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
