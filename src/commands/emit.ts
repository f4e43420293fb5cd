import { buildCommand } from "@stricli/core";
import { dialects, emitProfiles } from "../pipeline/emit.ts";
import type { CliContext } from "./cli-context.ts";
import { choiceFlag, modeFlag, outputFlag } from "./flags.ts";
import { deliver, openSession } from "./session.ts";
import { allowHostFlag } from "./workload-flags.ts";

interface Flags {
  readonly to: string;
  readonly image?: string;
  readonly output?: string;
  readonly mode?: number;
  readonly allowHost?: readonly string[];
}

const [first = "docker-run", ...rest] = dialects.map(({ name }) => name);
const { default: _, ...toFlag } = choiceFlag([first, ...rest], "Dialect to print.");

export const emitCommand = buildCommand<Flags, string[], CliContext>({
  docs: {
    brief: "Print a profile as run configuration",
    fullDescription: [
      "Several profiles are printed together as one list of system calls, which allows what any of them needs.",
      "",
      "Example:  hullproof emit .hullproof/profile.json --to compose",
    ].join("\n"),
  },
  parameters: {
    positional: {
      kind: "array",
      parameter: { brief: "File that learn or harden wrote", parse: String, placeholder: "PROFILE" },
    },
    flags: {
      to: toFlag,
      image: {
        kind: "parsed",
        parse: String,
        brief: "Image name to print in place of the profile's.",
        optional: true,
        placeholder: "IMAGE",
      },
      output: outputFlag,
      mode: modeFlag,
      allowHost: {
        ...allowHostFlag,
        brief:
          "Print what the profile reaches beyond containers: capability:SYS_ADMIN, device:/dev/fuse, network:host. Alone it asks on the terminal. May be repeated.",
      },
    },
  },
  async func(flags, ...files) {
    await using session = openSession(this, { quiet: true, ...(flags.allowHost && { allowHost: flags.allowHost }) });
    const text = await emitProfiles(files, flags.to, flags.image, session.context);
    await deliver(this, { text, syntax: flags.to === "seccomp" ? "json" : "text" }, flags.output, flags.mode);
  },
});
