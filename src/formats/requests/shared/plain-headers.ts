import { putOwn } from "../../../domain/own-value.ts";
/** Headers of a request that say what is sent and wanted. All others are the client's, a proxy's or a person's, and are dropped. */
const plain = new Set(
  "accept accept-language content-type x-requested-with depth overwrite destination prefer range x-csrf-token x-xsrf-token x-csrftoken authorization".split(
    " ",
  ),
);

/** Without what belongs to a connection, a cache, a browser or a person. A login keeps its scheme: the caller decides what stands for its value. */
export function plainHeaders(pairs: Iterable<readonly [string, string]>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [rawName, value] of pairs) {
    const name = rawName.toLowerCase();
    if (
      plain.has(name) ||
      /^(?:x-[a-z0-9-]{1,40}-(?:token|key|id|nonce)|apikey|x-api-key|api-key|ocs-apirequest|soapaction)$/u.test(name)
    )
      putOwn(headers, name, value);
  }
  return headers;
}

const foreign =
  /^(?:host|content-length|connection|cookie|user-agent|referer|origin|if-.*|sec-.*|x-forwarded-.*|forwarded|x-real-ip|true-client-ip|cf-.*|via|traceparent|tracestate|accept-encoding|transfer-encoding|te|from)$/iu;

/** Whether a header that people wrote says what is sent and wanted, and not who sends it from where. */
export function isOwnHeader(name: string): boolean {
  return !foreign.test(name);
}
