"use node";
/**
 * Requests to addresses that somebody else has named. Names are looked up here, and the connection goes to the
 * very address that was judged, so that no second look-up can lead elsewhere. Redirects are not followed, answers
 * are read only in part, and nothing of our own (cookies, proxies) goes along.
 */
import { type LookupAddress, type LookupAllOptions, lookup } from "node:dns";
import { request as plainRequest, type RequestOptions } from "node:http";
import { request as tlsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import { isAddressAllowed, type TargetRange, targetRefusal } from "@mc/shared/outbound/addresses";

const EXCERPT_BYTES = 500;

export type OutboundRequest = {
  url: string;
  headers: Record<string, string | number>;
  body: string | Buffer;
  range: TargetRange;
  /** For the whole of it, connection and answer. */
  timeoutMs: number;
};
export type OutboundAnswer = {
  status: number | null;
  ms: number;
  excerpt: string;
  /** Why there is no status; null when there is one. */
  error: string | null;
  retryAfterMs: number | null;
};

/** Never rejects: whatever goes wrong is an answer that says so. */
export async function post(call: OutboundRequest): Promise<OutboundAnswer> {
  const startedAt = performance.now();
  const since = () => Math.round(performance.now() - startedAt);
  const url = new URL(call.url);
  const refusal = targetRefusal(url, call.range);
  if (refusal !== null) return failed(refusal, since());
  return await new Promise((resolve) => {
    const send = url.protocol === "https:" ? tlsRequest : plainRequest;
    const options: RequestOptions = {
      method: "POST",
      headers: { ...call.headers, "content-length": Buffer.byteLength(call.body) },
      lookup: judgedLookup(call.range),
      agent: false,
      signal: AbortSignal.timeout(call.timeoutMs),
    };
    const request = send(url, options, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const done = () => {
        response.destroy();
        resolve({
          status: response.statusCode ?? null,
          ms: since(),
          excerpt: Buffer.concat(chunks).subarray(0, EXCERPT_BYTES).toString("utf8"),
          error: null,
          retryAfterMs: retryAfter(response.headers["retry-after"]),
        });
      };
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size >= EXCERPT_BYTES) done();
      });
      response.on("end", done);
      response.on("error", done);
    });
    request.on("error", (error) => resolve(failed(sentenceOf(error, call.timeoutMs), since())));
    request.end(call.body);
  });
}

type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** Answers only addresses that may be used; a name with any other is refused as a whole. */
export function judgedLookup(range: TargetRange, resolve: Resolve = lookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, "");
      const isFine =
        addresses.length > 0 && addresses.every(({ address }) => isAddressAllowed(address, range));
      if (!isFine) return callback(Object.assign(new Error(NOT_PUBLIC), { code: "EADDRNOTALLOWED" }), "");
      const [first] = addresses;
      if (options.all) return callback(null, addresses);
      callback(null, first?.address ?? "", first?.family);
    });
  };
}

const NOT_PUBLIC = "Its name leads to an address that is not on the public network.";

const SENTENCES: Readonly<Record<string, string>> = {
  ECONNREFUSED: "Nothing answers at this address.",
  ECONNRESET: "The connection was cut.",
  ENOTFOUND: "There is no such name.",
  EAI_AGAIN: "The name could not be looked up.",
  EADDRNOTALLOWED: NOT_PUBLIC,
};

/** One that was waited for too long is aborted, or the system gave up before. */
const TOO_LATE: readonly unknown[] = ["ABORT_ERR", "ETIMEDOUT"];

function sentenceOf(error: Error & { code?: string }, timeoutMs: number): string {
  if (TOO_LATE.includes(error.code)) return `It did not answer within ${timeoutMs / 1000} s.`;
  return SENTENCES[error.code ?? ""] ?? `It could not be reached (${error.code ?? error.name}).`;
}

function failed(error: string, ms: number): OutboundAnswer {
  return { status: null, ms, excerpt: "", error, retryAfterMs: null };
}

/** In seconds; a date is rare and not understood. */
function retryAfter(header: string | undefined): number | null {
  const seconds = Number(header);
  return header && Number.isFinite(seconds) ? seconds * 1000 : null;
}
