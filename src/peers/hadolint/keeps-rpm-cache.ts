import type { ShellCommand } from "../../facts/dockerfile/dockerfile.ts";
import { hasMount } from "../../facts/managers/package-steps.ts";
import type { InDockerfile } from "../peer.ts";
import { plainCommands } from "./exec-read.ts";
import { hasArgument } from "./has-argument.ts";

/** It wants the cleaning behind the first install of each of these programs. */
export function keepsRpmCache(...programs: readonly (keyof typeof habits)[]) {
  return ({ dockerfile, instruction }: InDockerfile): boolean => {
    const commands = plainCommands(dockerfile, instruction);
    return programs.some((program) => {
      const { installs, cleans, files, mounts } = habits[program];
      const at = commands.findIndex((command) => hasArgument(command, program, installs));
      const clean = (command: ShellCommand): boolean =>
        hasArgument(command, program, cleans) || (files !== undefined && hasArgument(command, "rm", ["-rf", files]));
      return at !== -1 && commands.findIndex(clean) <= at && !mounts.some((target) => hasMount(instruction, target));
    });
  };
}

interface Habits {
  readonly installs: readonly string[];
  readonly cleans: readonly string[];
  /** What `rm -rf` may delete instead. */
  readonly files?: string;
  /** A cache mount on one of these is enough. */
  readonly mounts: readonly string[];
}

const dnf: Habits = {
  installs: "install in upgrade up upgrade-minimal up-min reinstall rei".split(" "),
  cleans: ["clean", "all"],
  files: "/var/cache/libdnf5*",
  mounts: ["/var/cache/libdnf5", ".cache/libdnf5"],
};

const habits: Readonly<Record<"yum" | "dnf" | "microdnf" | "zypper", Habits>> = {
  yum: { installs: ["install"], cleans: ["clean", "all"], files: "/var/cache/yum/*", mounts: [] },
  zypper: { installs: ["install", "in"], cleans: ["clean", "cc"], mounts: ["/var/cache/zypp"] },
  dnf,
  microdnf: dnf,
};
