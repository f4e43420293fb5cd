import { buildCommand } from "@stricli/core";
import { dialects, emitProfiles } from "../pipeline/emit.ts";
import type { CliContext } from "./cli-context.ts";
import { choiceFlag, modeFlag, outputFlag } from "./flags.ts";
import { deliver } from "./session.ts";

interface Flags {
  readonly to: string;
  readonly image?: string;
  readonly output?: string;
  readonly mode?: number;
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
    },
  },
  async func(flags, ...files) {
    const text = await emitProfiles(files, flags.to, flags.image, this.cwd);
    await deliver(this, { text, syntax: flags.to === "seccomp" ? "json" : "text" }, flags.output, flags.mode);
  },
});
