/** Exports that the command line has asked for. An archive is written while it is downloaded, from the newest commit. */

const MAX_REMEMBERED = 100;

export interface ExportRequest {
  readonly ts: bigint;
  readonly includeFiles: boolean;
}

export class ExportRequests {
  readonly #requests = new Map<bigint, ExportRequest>();
  #latest: ExportRequest | null = null;

  get latest(): ExportRequest | null {
    return this.#latest;
  }

  add(request: ExportRequest): void {
    this.#latest = request;
    this.#requests.set(request.ts, request);
    const [oldest] = this.#requests.keys();
    if (oldest !== undefined && this.#requests.size > MAX_REMEMBERED) this.#requests.delete(oldest);
  }

  find(ts: bigint): ExportRequest | null {
    return this.#requests.get(ts) ?? null;
  }
}
