import { z } from "zod";
import { networkModes } from "../domain/profile.ts";
import { capability, deviceShape, ulimitShape } from "./restrictions-shape.ts";

const port = z.int().min(1).max(65_535);
const milliseconds = z.number().positive().max(3_600_000);
const command = z.array(z.string()).min(1);
const requestPath = z.string().regex(/^\/[\x21-\x7E]*$/u, "a path that begins with / and holds no spaces");

const pattern = (flags: string) =>
  z.string().refine((text) => {
    try {
      new RegExp(text, flags);
      return true;
    } catch {
      return false;
    }
  }, "not a regular expression");

/** `domain/workload.ts` as it is written into a profile. */
export const workloadShape = z.strictObject({
  ready: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("http"), port, path: requestPath, status: z.int() }),
    z.strictObject({ kind: z.literal("tcp"), port }),
    z.strictObject({ kind: z.literal("log"), pattern: pattern("gmu") }),
    z.strictObject({ kind: z.literal("running"), forMs: z.number().nonnegative() }),
    z.strictObject({ kind: z.literal("exec"), command }),
  ]),
  readyTimeoutMs: milliseconds,
  steps: z.array(
    z.discriminatedUnion("kind", [
      z
        .strictObject({
          kind: z.literal("http"),
          name: z.string().min(1),
          port,
          method: z.string().regex(/^[A-Z]+$/u, "a method in capitals"),
          path: requestPath,
          headers: z.record(z.string(), z.string()),
          body: z.string().optional(),
          status: z.int(),
          bodyPattern: pattern("us").optional(),
          timeoutMs: milliseconds,
        })
        .transform(({ body, bodyPattern, ...step }) => ({
          ...step,
          ...(body === undefined ? {} : { body }),
          ...(bodyPattern === undefined ? {} : { bodyPattern }),
        })),
      z
        .strictObject({
          kind: z.literal("exec"),
          name: z.string().min(1),
          command,
          exitCode: z.int(),
          output: pattern("us").optional(),
        })
        .transform(({ output, ...step }) => ({ ...step, ...(output === undefined ? {} : { output }) })),
      z.strictObject({
        kind: z.literal("signal"),
        name: z.string().min(1),
        signal: z.string().regex(/^SIG[A-Z0-9+]+$/u, "a signal such as SIGHUP"),
      }),
    ]),
  ),
  stop: z.strictObject({ timeoutMs: milliseconds, exitCodes: z.array(z.int()).min(1) }),
  restart: z.boolean(),
  env: z.record(z.string(), z.string()),
  volumes: z.array(z.strictObject({ name: z.string().min(1), path: z.string().startsWith("/") })),
  grants: z.exactOptional(
    z.strictObject({
      capabilities: z.exactOptional(z.array(capability)),
      devices: z.exactOptional(z.array(deviceShape)),
      ulimits: z.exactOptional(z.array(ulimitShape)),
      network: z.exactOptional(z.enum(networkModes)),
      sysctls: z.exactOptional(z.record(z.string(), z.string())),
    }),
  ),
});
