import type { Transport } from "../http/transport.ts";
import type { Validators } from "./download.ts";

/** Longest that an answer about the size is waited for: it is only told, nothing needs it. */
const patienceMs = 10_000;

/** How many bytes a download would be; 0 when what is here is as new, undefined when the server does not say. Never throws. */
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
    // The download itself will say what is wrong.
    return undefined;
  }
}
