import type { ShellCommand } from "../../facts/dockerfile/dockerfile.ts";
import { hasMount } from "../../facts/managers/package-steps.ts";
import { dockerfilePeer } from "../peer.ts";
import { plainCommands } from "./exec-read.ts";
import { hasArgument } from "./has-argument.ts";

/** It wants the cleaning behind the first install of each manager. */
export default dockerfilePeer({
  rules: ["cleanup/rpm-cache"],
  ids: ["hadolint/DL3032", "hadolint/DL3036", "hadolint/DL3040"],
  reports({ dockerfile, instruction }) {
    const plain = plainCommands(dockerfile, instruction);
    const misses = (install: (one: ShellCommand) => boolean, clean: (one: ShellCommand) => boolean): boolean => {
      const at = plain.findIndex(install);
      return at !== -1 && plain.findIndex(clean) <= at;
    };
    const yum = misses(
      (one) => hasArgument(one, "yum", ["install"]),
      (one) => hasArgument(one, "yum", ["clean", "all"]) || hasArgument(one, "rm", ["-rf", "/var/cache/yum/*"]),
    );
    const dnf = ["dnf", "microdnf"].some((program) =>
      misses(
        (one) => hasArgument(one, program, dnfInstalls),
        (one) => hasArgument(one, program, ["clean", "all"]) || hasArgument(one, "rm", ["-rf", "/var/cache/libdnf5*"]),
      ),
    );
    const zypper = misses(
      (one) => hasArgument(one, "zypper", ["install", "in"]),
      (one) => hasArgument(one, "zypper", ["clean", "cc"]),
    );
    const mounted = hasMount(instruction, "/var/cache/libdnf5") || hasMount(instruction, ".cache/libdnf5");
    return [
      ...(yum ? ["hadolint/DL3032"] : []),
      ...(zypper && !hasMount(instruction, "/var/cache/zypp") ? ["hadolint/DL3036"] : []),
      ...(dnf && !mounted ? ["hadolint/DL3040"] : []),
    ];
  },
});

const dnfInstalls = "install in upgrade up upgrade-minimal up-min reinstall rei".split(" ");
