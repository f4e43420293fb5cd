import type { Transport } from "../http/transport.ts";
import type { Validators } from "./download.ts";

/** Time limit for the size request: the size is only displayed. */
const patienceMs = 10_000;

/** Size of a download in bytes; 0 if the local copy is current, undefined if the server does not send it. Never throws. */
export async function downloadSize(
  url: URL,
  validators: Validators | undefined,
  transport: Transport,
  signal?: AbortSignal,
): Promise<number | undefined> {
  const patience = AbortSignal.timeout(patienceMs);
  try {
    const answer = await transport({
      url,
      method: "HEAD",
      headers: {
        ...(validators?.etag !== undefined && { "If-None-Match": validators.etag }),
        ...(validators?.lastModified !== undefined && { "If-Modified-Since": validators.lastModified }),
      },
      signal: AbortSignal.any([patience, ...(signal === undefined ? [] : [signal])]),
    });
    answer.close();
    if (answer.status === 304) return 0;
    const length = answer.headers["content-length"];
    return answer.status === 200 && length !== undefined && /^\d+$/.test(length) ? Number(length) : undefined;
  } catch {
    // The download itself will report the error.
    return undefined;
  }
}
