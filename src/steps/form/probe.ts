import { z } from "zod";
import type { Probe } from "../../domain/workload/probe.ts";
import { command, duration, port, texts, toMs, toTexts } from "./words.ts";

const http = z
  .strictObject({
    port,
    path: z.string().startsWith("/").default("/"),
    status: z.int().default(200),
    headers: texts.optional().describe("Headers of the request."),
  })
  .describe("A GET is answered with this status.");

export const probe = z
  .union([
    z.strictObject({ http }),
    z.strictObject({ tcp: z.strictObject({ port }).describe("Something listens on the port.") }),
    z.strictObject({
      log: z
        .strictObject({ pattern: z.string().min(1).describe("Regular expression (JavaScript, g, m and u flags).") })
        .describe("A line of the log matches."),
    }),
    z.strictObject({ running: z.strictObject({ for: duration }).describe("The container has run this long.") }),
    z.strictObject({ exec: z.strictObject({ command }).describe("A command inside the container ends with 0.") }),
    z.literal("health").describe("The command of the image's HEALTHCHECK passes."),
    z.literal("ended").describe("The container ends by itself, with one of stop.exitCodes."),
  ])
  .describe("When the container is ready.");

export function toProbe(raw: z.infer<typeof probe>): Probe {
  if (typeof raw === "string") return { kind: raw };
  if ("http" in raw) {
    const { headers, ...rest } = raw.http;
    return { kind: "http", ...rest, ...(headers && { headers: toTexts(headers) }) };
  }
  if ("tcp" in raw) return { kind: "tcp", ...raw.tcp };
  if ("log" in raw) return { kind: "log", ...raw.log };
  if ("running" in raw) return { kind: "running", forMs: toMs(raw.running.for) };
  return { kind: "exec", ...raw.exec };
}
