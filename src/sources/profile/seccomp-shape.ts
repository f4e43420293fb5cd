import { z } from "zod";
import { seccompOperators } from "../../domain/profile/seccomp.ts";

const number = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const name = z.string().regex(/^[a-z0-9_]+$/u, "the name of a system call");

/** Schema of a profile's seccomp list. Accepts only hullproof's own form: a list that allows by default is rejected. */
export const seccompShape = z.strictObject({
  defaultAction: z.literal("SCMP_ACT_ERRNO"),
  defaultErrnoRet: z.int().min(1).max(4095),
  architectures: z
    .array(z.string().regex(/^SCMP_ARCH_[A-Z0-9_]+$/u, "an architecture such as SCMP_ARCH_X86_64"))
    .min(1),
  syscalls: z.array(
    z.strictObject({
      names: z.array(name).min(1),
      action: z.enum(["SCMP_ACT_ALLOW", "SCMP_ACT_ERRNO"]),
      errnoRet: z.exactOptional(z.int().min(1).max(4095)),
      args: z.exactOptional(
        z.array(
          z.strictObject({
            index: z.int().min(0).max(5),
            value: number,
            valueTwo: z.exactOptional(number),
            op: z.enum(seccompOperators),
          }),
        ),
      ),
    }),
  ),
});
