import { z } from "zod";
import { seccompOperators } from "../../domain/profile/seccomp.ts";
import { count, list, maybe, text } from "./shapes.ts";

export const seccomp = z
  .object({
    defaultAction: z.literal("SCMP_ACT_ERRNO"),
    defaultErrnoRet: count,
    architectures: list(text),
    syscalls: list(
      z.object({
        names: list(text),
        action: z.enum(["SCMP_ACT_ALLOW", "SCMP_ACT_ERRNO"]),
        errnoRet: maybe(count),
        args: maybe(
          list(
            z.object({
              index: count,
              value: count,
              valueTwo: maybe(count),
              op: z.enum(seccompOperators),
            }),
          ),
        ),
      }),
    ),
  })
  .meta({ id: "Seccomp", description: "an allow list in the form that --security-opt seccomp=FILE takes" });
