import { expect, it } from "vitest";
import { parse } from "yaml";
import { fullProfile, sampleProfile } from "../../../../test/emit/sample-profile.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import seccompOperator from "./seccomp-operator.ts";

it("writes the same allowlist as an object of the operator", () => {
  const { files, losses } = seccompOperator.emit(fullProfile);
  expect(losses).toEqual([]);
  expect(parse(files[0]?.text ?? "")).toEqual({
    apiVersion: "security-profiles-operator.x-k8s.io/v1beta1",
    kind: "SeccompProfile",
    metadata: { name: "app" },
    spec: {
      defaultAction: "SCMP_ACT_ERRNO",
      architectures: ["SCMP_ARCH_X86_64"],
      syscalls: [
        { names: ["execve", "read"], action: "SCMP_ACT_ALLOW" },
        { names: ["clone3"], action: "SCMP_ACT_ERRNO", errnoRet: 38 },
      ],
    },
  });
  expect(files[0]?.text).toContain("localhostProfile: operator/app.json");
});

it("keeps arguments, and reports the loss of the default's error", () => {
  const args = [{ index: 0, value: 2 ** 31, valueTwo: 1, op: "SCMP_CMP_MASKED_EQ" as const }];
  const seccomp: Profile["seccomp"] = {
    ...fullProfile.seccomp!,
    defaultErrnoRet: 38,
    syscalls: [{ names: ["clone"], action: "SCMP_ACT_ALLOW", args }],
  };
  const { files, losses } = seccompOperator.emit({ ...fullProfile, seccomp });
  expect(parse(files[0]?.text ?? "").spec.syscalls[0].args).toEqual(args);
  expect(losses).toMatchObject([{ kind: "differs", field: "seccomp.defaultErrnoRet", wanted: "38", got: "1" }]);
});

it("writes nothing for a profile without an allowlist", () => {
  expect(seccompOperator.emit(sampleProfile).files).toEqual([]);
});
