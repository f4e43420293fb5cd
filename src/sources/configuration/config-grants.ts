import { z } from "zod";
import { toCapability } from "../../domain/profile/capability.ts";
import { networkModes } from "../../domain/profile/restrictions.ts";
import type { Grants } from "../../domain/workload/workload.ts";
import { defined } from "../../text/defined.ts";

export const grants = z
  .strictObject({
    capabilities: z
      .array(z.string())
      .optional()
      .describe(
        "Capabilities beyond the engine's default set, such as IPC_LOCK; each needs --allow-host=capability:NAME too.",
      )
      .transform((names, context) =>
        names?.map((name) => {
          const capability = toCapability(name);
          if (capability === undefined) context.addIssue(`${name} is not a capability`);
          return capability ?? "CHOWN";
        }),
      ),
    devices: z
      .array(z.string().regex(/^\/[^:]+(:[rwm]+)?$/, "a device such as /dev/fuse, or /dev/fuse:rw"))
      .optional()
      .describe("Devices such as /dev/fuse or /dev/fuse:rw."),
    ulimits: z
      .record(z.string().regex(/^[a-z]+$/), z.union([z.int(), z.strictObject({ soft: z.int(), hard: z.int() })]))
      .optional()
      .describe("By name: soft and hard limit, or one value for both; -1 is unlimited."),
    network: z.enum(networkModes).optional().describe("Default: private."),
    sysctls: z.record(z.string(), z.string()).optional().describe("Kernel settings of the container."),
  })
  .describe("What the deployment gives beyond the engine's defaults; learning tries to do without each.");

export function toGrants({ devices, ulimits, ...rest }: z.infer<typeof grants>): Grants {
  return {
    ...defined(rest),
    ...(devices && {
      devices: devices.map((device) => {
        const [path = "", permissions = "rwm"] = device.split(":");
        return { path, permissions };
      }),
    }),
    ...(ulimits && {
      ulimits: Object.entries(ulimits).map(([name, limit]) => ({
        name,
        ...(typeof limit === "number" ? { soft: limit, hard: limit } : limit),
      })),
    }),
  };
}
