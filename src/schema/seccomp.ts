import { z } from "zod";
import { seccompOperators } from "../domain/profile/seccomp-operator.ts";
import type { Leaves } from "./leaves.ts";
import { list, maybe } from "./shapes.ts";

/** Only hullproof's own form: a list that allows by default is refused. */
export function seccompSchema({ object, ...leaf }: Leaves) {
  const argument = object({
    index: leaf.argument.describe("0 to 5."),
    value: leaf.operand.describe("With `SCMP_CMP_MASKED_EQ` the mask."),
    valueTwo: maybe(leaf.operand).describe("With `SCMP_CMP_MASKED_EQ` what the masked argument must be."),
    op: z.enum(seccompOperators).meta({ id: "SeccompOperator" }),
  }).meta({
    id: "SeccompArgument",
    description:
      "Compares one argument of a call as an unsigned number of 64 bits. All comparisons of a rule must hold (libseccomp, seccomp_rule_add(3)), unless two of them look at the same argument: runc and crun then make a rule of each.",
  });
  const rule = object({
    names: leaf.syscalls.describe("In order of the alphabet."),
    action: z.enum(["SCMP_ACT_ALLOW", "SCMP_ACT_ERRNO"]),
    errnoRet: maybe(leaf.errno).describe("The error of `SCMP_ACT_ERRNO`: 1 is EPERM, 38 is ENOSYS."),
    args: maybe(list(argument)),
  }).meta({ id: "SeccompRule" });
  return object({
    defaultAction: z.literal("SCMP_ACT_ERRNO"),
    defaultErrnoRet: leaf.errno,
    architectures: leaf.architectures.describe("`SCMP_ARCH_X86_64`: calls of any other kind of program are refused."),
    syscalls: list(rule),
  }).meta({
    id: "SeccompProfile",
    description:
      'An allow list in the form that `--security-opt seccomp=FILE` takes (OCI runtime specification, config-linux, "Seccomp").',
  });
}
