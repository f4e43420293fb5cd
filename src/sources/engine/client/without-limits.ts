import { z } from "zod";

/** A limit that containers ask for. */
export type LimitName = "memory" | "swap" | "CPU quota" | "tasks";

/** Of `GET /info`. An engine that says nothing of a limit is taken to have it. */
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
 * Limits that the engine takes and does not enforce, because its kernel or its rights do not let it. Without root, cgroup v1 has none: Docker says so, and Podman reports
 * those of the machine and ignores what it is given (podman-run(1), "Rootless").
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

/** Of those, the ones that a profile has. Swap is not among them: a container's memory and swap are one limit. */
export function unenforcedLimits({ withoutLimits: names }: { readonly withoutLimits: readonly LimitName[] }): string[] {
  return names.filter((name) => name !== "swap");
}
