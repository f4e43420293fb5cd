import { z } from "zod";
import { seccompOperators } from "../domain/profile/seccomp.ts";
import type { Leaves } from "./leaves.ts";
import { list, maybe } from "./shapes.ts";

/** Only hullproof's own form: a list that allows by default is refused. */
export function seccompSchema({ object, ...leaf }: Leaves) {
  const argument = object({
    index: leaf.argument,
    value: leaf.operand,
    valueTwo: maybe(leaf.operand),
    op: z.enum(seccompOperators),
  });
  const rule = object({
    names: leaf.syscalls,
    action: z.enum(["SCMP_ACT_ALLOW", "SCMP_ACT_ERRNO"]),
    errnoRet: maybe(leaf.errno),
    args: maybe(list(argument)),
  });
  return object({
    defaultAction: z.literal("SCMP_ACT_ERRNO"),
    defaultErrnoRet: leaf.errno,
    architectures: leaf.architectures,
    syscalls: list(rule),
  }).meta({ id: "Seccomp", description: "an allow list in the form that --security-opt seccomp=FILE takes" });
}
