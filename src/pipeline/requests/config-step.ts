import type { WrittenValue } from "../../domain/container/data-change.ts";
import type { HttpStep } from "../../domain/workload/step.ts";
import { defined } from "../../text/defined.ts";

/** A step as `hullproof.yaml` has it; defaults are left out. */
export function configStep(step: HttpStep): WrittenValue {
  const { name, port, path, method, headers, body, bodyHex, multipart, status, capture, once, weight, timeoutMs } =
    step;
  const http: { readonly [key: string]: WrittenValue } = defined({
    port,
    path,
    method: method === "GET" ? undefined : method,
    headers: Object.keys(headers).length === 0 ? undefined : headers,
    send: body,
    sendHex: bodyHex,
    multipart: multipart?.map(({ hex, ...part }): WrittenValue => ({
      ...part,
      ...(hex !== undefined && { sendHex: hex }),
    })),
    status: status === 200 ? undefined : status,
    capture: capture as { readonly [key: string]: WrittenValue } | undefined,
    timeout: timeoutMs === 5000 ? undefined : `${timeoutMs}ms`,
  }) as { readonly [key: string]: WrittenValue };
  return defined({
    name: name === `${method} ${path}` ? undefined : name,
    http,
    once,
    weight,
  }) as { readonly [key: string]: WrittenValue };
}
