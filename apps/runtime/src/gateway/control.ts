/** What upgrades and commands need of whoever keeps the gateway running. */
export interface GatewayControl {
  /** No new turn is offered from now on; the gateway is told to take none. Undone by `release`. */
  quiesce(): Promise<void>;
  /** Ends the process and keeps it down. Resolves when nothing runs; doing it twice is doing it once. */
  hold(): Promise<void>;
  /** Lets it run, with the version and the state that are active now. */
  release(): void;
  /** Whether there is anything to run: an account without agents needs no gateway. Waits for the backend's word. */
  isWanted(signal: AbortSignal): Promise<boolean>;
  /** Null when the gateway is ready with that version and stays so; otherwise why not. */
  untilWell(wanted: WellWithin): Promise<string | null>;
  /** Ends the process and starts it again. */
  restart(): Promise<void>;
}

export interface WellWithin {
  readonly version: string;
  readonly withinMs: number;
  readonly stableMs: number;
  readonly signal: AbortSignal;
}
