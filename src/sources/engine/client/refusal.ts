import type { Readable } from "node:stream";
import { Failure } from "../../../domain/failure.ts";
import { requestName } from "./http-failures.ts";
import type { EngineRequest } from "../types.ts";

/** A response with an unaccepted status, with the engine's message. */
export async function refusal(request: EngineRequest, status: number, body: Readable): Promise<Failure> {
  const text = await readText(body, 64 * 1024, request).catch(() => "");
  let message = text.trim().slice(0, 2000);
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null && "message" in parsed) message = String(parsed.message);
  } catch {
    // A proxy in between responds with plain text, which is shown unchanged.
  }
  return new Failure(
    "engine-refused",
    `The engine refused ${requestName(request)} (${status}): ${message || "it gave no reason"}`,
    {
      hint: "The words after the colon are the engine's own: correct what they name and run again.",
      cause: { status, message },
    },
  );
}

/** Throws `engine-refused` for more than `limit` bytes. */
export async function readText(body: Readable, limit: number, request: EngineRequest): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limit) {
      throw new Failure(
        "engine-refused",
        `The engine's answer to ${requestName(request)} is larger than ${limit} bytes.`,
        {
          hint: "Remove what the engine no longer needs (`docker system df` shows it) and run again.",
        },
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
