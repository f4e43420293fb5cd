import { z } from "zod";

/** A resource limit of containers. */
export type LimitName = "memory" | "swap" | "CPU quota" | "tasks";

/** From `GET /info`. An engine that does not report a limit is assumed to support it. */
export const limitsShape = {
  MemoryLimit: z.boolean().nullish(),
  SwapLimit: z.boolean().nullish(),
  CpuCfsQuota: z.boolean().nullish(),
  // Podman's spelling.
  CPUCfsQuota: z.boolean().nullish(),
  PidsLimit: z.boolean().nullish(),
  CgroupVersion: z.string().nullish(),
  SecurityOptions: z.array(z.string()).nullish(),
};

/**
 * Limits that the engine accepts but does not enforce, because its kernel or its permissions prevent it. Rootless
 * with cgroup v1 none is enforced: Docker reports that, while Podman reports the machine's and ignores the requested
 * ones (podman-run(1), "Rootless").
 */
export function withoutLimits(info: z.infer<z.ZodObject<typeof limitsShape>>): LimitName[] {
  const rootless = (info.SecurityOptions ?? []).some((option) => option.split(",").includes("name=rootless"));
  if (rootless && info.CgroupVersion !== "2") return ["memory", "swap", "CPU quota", "tasks"];
  return [
    ...(info.MemoryLimit === false ? (["memory"] as const) : []),
    ...(info.SwapLimit === false ? (["swap"] as const) : []),
    ...((info.CpuCfsQuota ?? info.CPUCfsQuota) === false ? (["CPU quota"] as const) : []),
    ...(info.PidsLimit === false ? (["tasks"] as const) : []),
  ];
}

/** Those of them that a profile has. Swap is not among them: a container's memory and swap form one limit. */
export function unenforcedLimits({ withoutLimits: names }: { readonly withoutLimits: readonly LimitName[] }): string[] {
  return names.filter((name) => name !== "swap");
}
