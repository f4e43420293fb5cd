import type { WrittenValue } from "../../domain/container/data-change.ts";
import type { Payload } from "../../domain/workload/probe.ts";
import type { HttpStep, Step } from "../../domain/workload/step.ts";
import { namedStep } from "../../facts/requests/named-step.ts";
import { defined } from "../../text/defined.ts";

type Fields = { readonly [key: string]: WrittenValue };

/** A step as `hullproof.yaml` has it; defaults are left out. */
export function configStep(step: Step): WrittenValue {
  const { name, at, once, weight } = step;
  return toFields({
    name: name === namedStep(step).name ? undefined : name,
    ...kindFields(step),
    at,
    once,
    weight,
  });
}

function kindFields(step: Step): Fields {
  switch (step.kind) {
    case "http":
      return { http: httpFields(step) };
    case "exec": {
      const { command, user, exitCode, output, timeoutMs } = step;
      const code = exitCode === 0 ? undefined : exitCode;
      return { exec: toFields({ command, user, exitCode: code, output, timeout: timeText(timeoutMs, 30_000) }) };
    }
    case "tcp":
    case "udp": {
      const { port, send, expect, timeoutMs } = step;
      return {
        [step.kind]: toFields({
          port,
          ...payload("send", send),
          ...payload("expect", expect),
          timeout: timeText(timeoutMs, 5000),
        }),
      };
    }
    case "grpc": {
      const { port, service, timeoutMs } = step;
      return { grpc: toFields({ port, service, timeout: timeText(timeoutMs, 5000) }) };
    }
    case "health":
      return { health: true };
    case "run": {
      const { command, exitCode, output, timeoutMs } = step;
      const code = exitCode === 0 ? undefined : exitCode;
      return { run: toFields({ command, exitCode: code, output, timeout: timeText(timeoutMs, 60_000) }) };
    }
    // Also of kinds that are added: no source makes them.
    default:
      throw new Error(`no source makes a step of the kind ${step.kind}`);
  }
}

function httpFields({
  port,
  tls,
  path,
  method,
  headers,
  body,
  bodyHex,
  multipart,
  status,
  capture,
  timeoutMs,
}: HttpStep) {
  return toFields({
    port,
    tls,
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
    capture: capture as Fields | undefined,
    timeout: timeText(timeoutMs, 5000),
  });
}

function payload(key: string, sent: Payload | undefined): Record<string, string> {
  if (sent === undefined) return {};
  return "hex" in sent ? { [`${key}Hex`]: sent.hex } : { [key]: sent.text };
}

function timeText(ms: number | undefined, usual: number): string | undefined {
  return ms === undefined || ms === usual ? undefined : `${ms}ms`;
}

function toFields(fields: Readonly<Record<string, WrittenValue | undefined>>): Fields {
  return defined(fields) as Fields;
}
