import { z } from "zod";
import type { ImageSummary } from "../../sources/engine/types.ts";

const duration = z.number().nonnegative().optional();
const healthcheck = z.object({
  Test: z.array(z.string()),
  Interval: duration,
  Timeout: duration,
  StartPeriod: duration,
  Retries: duration,
});

/** The image's HEALTHCHECK with the engine's default values (daemon/health.go of moby). */
export interface HealthCheck {
  readonly command: readonly string[];
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** Failures before this time do not count. */
  readonly startPeriodMs: number;
  /** Number of consecutive failures that make it unhealthy. */
  readonly retries: number;
}

/**
 * Undefined without a HEALTHCHECK, and for NONE. Durations are nanoseconds, and 0 means the engine's default (Docker
 * Engine API, HealthConfig).
 */
export function healthCheckOf({
  healthcheck: raw,
  shell = ["/bin/sh", "-c"],
}: Pick<ImageSummary, "healthcheck" | "shell">): HealthCheck | undefined {
  const read = healthcheck.safeParse(raw).data;
  const [form, ...words] = read?.Test ?? [];
  if (read === undefined || words.length === 0 || (form !== "CMD" && form !== "CMD-SHELL")) return undefined;
  const ms = (value: number | undefined, own: number) => (value === undefined || value === 0 ? own : value / 1e6);
  return {
    command: form === "CMD" ? words : [...shell, ...words],
    intervalMs: ms(read.Interval, 30_000),
    timeoutMs: ms(read.Timeout, 30_000),
    startPeriodMs: ms(read.StartPeriod, 0),
    retries: read.Retries === undefined || read.Retries === 0 ? 3 : read.Retries,
  };
}

/** The command of the image's HEALTHCHECK. */
export function healthCommand(image: Pick<ImageSummary, "healthcheck" | "shell">): readonly string[] | undefined {
  return healthCheckOf(image)?.command;
}
