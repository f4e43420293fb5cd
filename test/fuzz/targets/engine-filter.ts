import { readFilter } from "../../../src/sources/engine/seccomp/read-filter.ts";
import type { FuzzTarget } from "../target.ts";

const sample = {
  defaultAction: "SCMP_ACT_ERRNO",
  defaultErrnoRet: 1,
  archMap: [{ architecture: "SCMP_ARCH_X86_64", subArchitectures: ["SCMP_ARCH_X86"] }],
  syscalls: [
    { names: ["read"], action: "SCMP_ACT_ALLOW" },
    { names: ["mount"], action: "SCMP_ACT_ALLOW", includes: { caps: ["CAP_SYS_ADMIN"], minKernel: "4.8" } },
    {
      names: ["socket"],
      action: "SCMP_ACT_ALLOW",
      args: [{ index: 0, value: 40, op: "SCMP_CMP_NE" }],
      excludes: { arches: ["s390x"] },
    },
  ],
};

export default {
  name: "engine-filter",
  samples: [JSON.stringify(sample, undefined, 1)],
  words:
    '{ } [ ] , : "a" null true 1e308 -1 18446744073709551615 "syscalls" "args" "__proto__" "SCMP_ACT_LOG" \\u0000'.split(
      " ",
    ),
  run(input) {
    readFilter(input.toString("utf8"));
  },
} satisfies FuzzTarget;
