import type { Payload } from "../../../domain/workload/probe.ts";
import { matches } from "./response-text.ts";

export function bytesOf(payload: Payload): Buffer {
  return "text" in payload ? Buffer.from(payload.text, "utf8") : Buffer.from(payload.hex, "hex");
}

/** Text is a regular expression over the response as UTF-8; hexadecimal digits are bytes that it must contain. */
export function fits(expected: Payload, answer: Buffer): boolean {
  if ("hex" in expected) return answer.includes(Buffer.from(expected.hex, "hex"));
  return matches(expected.text, answer.toString("utf8"));
}

/** Text for a message. */
export function describePayload(expected: Payload): string {
  return "text" in expected ? `answer like /${expected.text}/` : `bytes ${expected.hex} in the answer`;
}
