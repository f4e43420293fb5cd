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
  readonly engine?: readonly string[];
}

const [first = "docker-run", ...rest] = dialects.map(({ name }) => name);
const { default: _, ...toFlag } = choiceFlag([first, ...rest], "Dialect to print.");

export const emitCommand = buildCommand<Flags, string[], CliContext>({
  docs: {
    brief: "Print a profile as run configuration",
    fullDescription: [
      "Several profiles give one list of system calls, which allows what any of them needs.",
      "A list never allows what the engine's default profile refuses for the remaining capabilities: that of --engine, or of every known engine.",
      "",
      "Example:  hullproof emit .hullproof/profile.json --to compose",
      "          hullproof emit .hullproof/profile.json --to seccomp --engine docker@29",
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
        brief: "Image name to print instead of the profile's.",
        optional: true,
        placeholder: "IMAGE",
      },
      engine: {
        kind: "parsed",
        parse: String,
        brief:
          "Where it will run: docker, podman, containerd or cri-o, with a version (docker@29), or file:PATH of an engine's own default seccomp profile. May be repeated.",
        optional: true,
        variadic: true,
        placeholder: "ENGINE",
      },
      output: outputFlag,
      mode: modeFlag,
      allowHost: {
        ...allowHostFlag,
        brief:
          "Allow printing what the profile reaches beyond containers: capability:SYS_ADMIN, device:/dev/fuse, network:host. Without ITEM it asks on the terminal. May be repeated.",
      },
    },
  },
  async func(flags, ...files) {
    await using session = openSession(this, { quiet: true, ...(flags.allowHost && { allowHost: flags.allowHost }) });
    const { to, image, engine = [] } = flags;
    const options = { engines: engine, ...(image !== undefined && { image }) };
    const { text, syntax, notes } = await emitProfiles(files, to, options, session.context);
    for (const note of notes) this.process.stderr.write(`hullproof: ${note}\n`);
    await deliver(this, { text, syntax }, flags.output, flags.mode);
  },
});
