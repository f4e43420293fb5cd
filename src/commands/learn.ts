import { buildCommand } from "@stricli/core";
import type { CliContext } from "./cli-context.ts";
import { configFlag, formatFlag, outputFlag, progressFlag, quietFlag } from "./flags.ts";
import { formatNames, renderReport } from "./render-report.ts";
import { deliver, openSession } from "./session.ts";

interface Flags {
  readonly format: string;
  readonly profile?: string;
  readonly output?: string;
  readonly config?: string;
  readonly progress: "auto" | "plain" | "none";
  readonly quiet: boolean;
}

export const learnCommand = buildCommand<Flags, [string], CliContext>({
  docs: {
    brief: "Run an image, learn its least privilege and limits",
    fullDescription: [
      "Runs IMAGE under the workload of hullproof.yaml (default: start, first exposed port answers, stop, start again) and learns user,",
      "capabilities, writable paths, memory, cpu and pids. --format json prints the profile itself; --profile writes it to a file.",
      "",
      "Example:  hullproof learn --profile profile.json myapp:1.0",
    ].join("\n"),
  },
  parameters: {
    positional: { kind: "tuple", parameters: [{ brief: "Image of the engine", parse: String, placeholder: "IMAGE" }] },
    flags: {
      format: formatFlag(formatNames("learn")),
      profile: {
        kind: "parsed",
        parse: String,
        brief: "Write the profile to FILE.",
        optional: true,
        placeholder: "FILE",
      },
      output: outputFlag,
      config: configFlag,
      progress: progressFlag,
      quiet: quietFlag,
    },
  },
  async func(flags, image) {
    const { learnImage } = await import("../pipeline/learn.ts");
    await using session = openSession(this, flags);
    const report = await learnImage(image, session.context);
    const profile = `${JSON.stringify(report.proof?.profile, undefined, 2)}\n`;
    if (flags.profile !== undefined) await deliver(this, profile, flags.profile);
    await deliver(this, flags.format === "json" ? profile : await renderReport(this, report, flags), flags.output);
  },
});
