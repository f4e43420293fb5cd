import { z } from "zod";
import type { ImageSummary } from "../sources/engine/types.ts";

const healthcheck = z.object({ Test: z.array(z.string()) });

/** What the image's HEALTHCHECK runs; undefined without one (Docker Engine API, HealthConfig). */
export function healthCommand({ healthcheck: raw }: Pick<ImageSummary, "healthcheck">): readonly string[] | undefined {
  const [form, ...words] = healthcheck.safeParse(raw).data?.Test ?? [];
  if (words.length === 0) return undefined;
  if (form === "CMD") return words;
  return form === "CMD-SHELL" ? ["/bin/sh", "-c", words.join(" ")] : undefined;
}
