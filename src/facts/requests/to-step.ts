import type { HttpStep } from "../../domain/workload/step.ts";
import { endsAll, isLogout } from "../../formats/requests/shared/ends-all.ts";
import type { Candidate } from "./candidate.ts";
import { fieldsOf } from "./request-fields.ts";

const timeoutMs = 10_000;

/** Registration or login: done once by each client. */
function logsIn({ method, body }: Candidate["request"]): boolean {
  const text =
    body === undefined
      ? ""
      : "text" in body
        ? body.text
        : "parts" in body
          ? body.parts.map(({ name }) => `${name}=`).join("&")
          : "";
  return method === "POST" && /(?:^|[&"{,\s])(?:password|passwd|pwd|log_?pass)"?\s{0,5}[=:]/iu.test(text);
}

/** Steps behind it no longer work. */
export function isLast({ request, route }: Pick<Candidate, "request" | "route">): boolean {
  return endsAll(route) || fieldsOf(request).some(([, value]) => isLogout(value));
}

/** The step of a request; `share` of the logged requests is its weight under load. */
export function toStep(candidate: Candidate, share: number | undefined): HttpStep {
  const { request, port, companion } = candidate;
  const { method, target, headers, body, status = 200, capture } = request;
  const weight =
    isLast(candidate) || logsIn(request) ? 0 : share === undefined ? undefined : Math.max(1, Math.round(share * 1000));
  return {
    kind: "http",
    name: companion === undefined ? `${method} ${target}` : `${companion}: ${method} ${target}`,
    port,
    // Of a recording it is the proxy's.
    ...(request.port !== undefined && request.tls === true && { tls: true }),
    method,
    path: target,
    headers,
    ...(body !== undefined && "text" in body && { body: body.text }),
    ...(body !== undefined && "hex" in body && { bodyHex: body.hex }),
    ...(body !== undefined && "parts" in body && { multipart: body.parts }),
    status,
    ...(companion !== undefined && { at: companion }),
    ...(capture && { capture }),
    ...(weight !== undefined && { weight }),
    timeoutMs,
  };
}
