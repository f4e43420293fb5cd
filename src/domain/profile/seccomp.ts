export const seccompOperators = [
  "SCMP_CMP_EQ",
  "SCMP_CMP_NE",
  "SCMP_CMP_LT",
  "SCMP_CMP_LE",
  "SCMP_CMP_GT",
  "SCMP_CMP_GE",
  "SCMP_CMP_MASKED_EQ",
] as const;

/**
 * Compares one argument of a call as an unsigned number of 64 bits. All comparisons of a rule must hold (libseccomp,
 * seccomp_rule_add(3)), unless two of them look at the same argument: runc and crun then make a rule of each.
 */
export interface SeccompArgument {
  /** 0 to 5. */
  readonly index: number;
  /** With `SCMP_CMP_MASKED_EQ` the mask. */
  readonly value: number;
  /** With `SCMP_CMP_MASKED_EQ` what the masked argument must be. */
  readonly valueTwo?: number;
  readonly op: (typeof seccompOperators)[number];
}

export interface SeccompRule {
  /** In order of the alphabet. */
  readonly names: readonly string[];
  readonly action: "SCMP_ACT_ALLOW" | "SCMP_ACT_ERRNO";
  /** The error of `SCMP_ACT_ERRNO`: 1 is EPERM, 38 is ENOSYS. */
  readonly errnoRet?: number;
  readonly args?: readonly SeccompArgument[];
}

/** An allow list in the form that `--security-opt seccomp=FILE` takes (OCI runtime specification, config-linux, "Seccomp"). */
export interface SeccompProfile {
  readonly defaultAction: "SCMP_ACT_ERRNO";
  readonly defaultErrnoRet: number;
  /** `SCMP_ARCH_X86_64`: calls of any other kind of program are refused. */
  readonly architectures: readonly string[];
  readonly syscalls: readonly SeccompRule[];
}
