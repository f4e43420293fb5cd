import { z } from "zod";
import type { Payload } from "../../domain/workload/probe.ts";
import { defined } from "../../text/defined.ts";
import { duration, port, toMs } from "./words.ts";

export const hex = z.string().regex(/^(?:[0-9a-fA-F]{2}[ :]?)+$/, "pairs of hexadecimal digits");

/** Data to send and expected data, as text or bytes. */
export const exchange = z.strictObject({
  send: z.string().optional().describe("Text to send."),
  sendHex: hex.optional().describe("Bytes to send, in hexadecimal."),
  port,
  expect: z.string().optional().describe("Regular expression that the answer must match."),
  expectHex: hex.optional().describe("Bytes that the answer must contain, in hexadecimal."),
  timeout: duration.default("5s"),
});

export function toExchange({ port: to, timeout, expect, expectHex, send, sendHex }: z.output<typeof exchange>) {
  const answer = defined({ expect: toPayload(expect, expectHex) });
  return { port: to, timeoutMs: toMs(timeout), ...answer, sent: toPayload(send, sendHex) };
}

export function toDigits(text: string): string {
  return text.replaceAll(/[ :]/g, "").toLowerCase();
}

function toPayload(text: string | undefined, digits: string | undefined): Payload | undefined {
  if (digits !== undefined) return { hex: toDigits(digits) };
  return text === undefined ? undefined : { text };
}

export function withText(payload: Payload, change: (text: string) => string): Payload {
  return "hex" in payload ? payload : { text: change(payload.text) };
}
