import { Failure } from "../../domain/failure.ts";
import { retryAfter } from "../http/retry-after.ts";
import { Transient } from "../http/transient.ts";
import type { HttpAnswer } from "../http/transport.ts";

/** The error for a response without the file: a transient one, or a `Failure` (`advisories-unreachable`). */
export async function refusedAnswer(
  { status, headers, url }: HttpAnswer,
  subject: string,
): Promise<Transient | Failure> {
  if ([408, 425, 429, 500, 502, 503, 504].includes(status)) {
    const waitMs = retryAfter(headers);
    const waitText = waitMs === undefined ? "" : `, and asks to wait ${Math.ceil(waitMs / 1000)} s`;
    return new Transient(`${url.host} answers ${status} to the request for ${subject}${waitText}`, {
      waitMs,
      hint: "Try again later, or use a mirror (--mirror).",
    });
  }
  const isGone = status === 404 || status === 410;
  return new Failure(
    "advisories-unreachable",
    isGone
      ? `${url.host} has no ${url.pathname} (${subject}).`
      : `${url.host} answers ${status} to the request for ${subject}.`,
    {
      hint: isGone
        ? "If it has moved, name its address under advisories.feeds in hullproof.yaml; of a mirror, check that it has this file."
        : status === 401 || status === 403
          ? "Check that you may read there; a login goes into the address: https://USER:PASSWORD@HOST."
          : "Check the address and the proxy (HTTPS_PROXY, NO_PROXY) if there is one.",
      cause: { status },
    },
  );
}

/** Whether the first bytes are an HTML page. */
export function looksLikePage(chunk: Buffer): boolean {
  return /^\s*(<!doctype html|<html)/i.test(chunk.toString("latin1", 0, 100).replace(/^\u00ef\u00bb\u00bf/, ""));
}

export function webPage(subject: string, url: URL): Failure {
  return new Failure("bad-advisories", `${url.host} answers the request for ${subject} with a web page.`, {
    hint: "A proxy's login or block page stands in between: open the address in a browser to see which, or use a mirror.",
  });
}

export function tooLarge(subject: string, url: URL, bytes: number | undefined, maxBytes: number): Failure {
  const size = bytes === undefined ? "more" : `${bytes} bytes, more`;
  return new Failure(
    "bad-advisories",
    `${subject} of ${url.host} has ${size} than the ${maxBytes} bytes it may have.`,
    {
      hint: "Check the address: it is far larger than this feed ever was.",
    },
  );
}
