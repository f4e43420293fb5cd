import { buildCommand } from "@stricli/core";
import { Failure } from "../domain/failure.ts";
import type { Context } from "../pipeline/context.ts";
import type { LearnOptions } from "../pipeline/verbs/learn/learn.ts";
import { holdProgram } from "../pipeline/host/hold-program.ts";
import type { CliContext } from "./cli-context.ts";
import {
  configFlag,
  formatFlag,
  modeFlag,
  progressFlag,
  proveAgainAfterFlag,
  quietFlag,
  switchFlag,
  textFlag,
} from "./flags.ts";
import type { Document } from "../reports/format.ts";
import { exitCodeOf } from "../reports/content/exit-code.ts";
import { deliverReport, mainOutput, outputsFlag, type Output } from "./outputs.ts";
import { formatNames, renderReport } from "./render-report.ts";
import { importFlags } from "./import-flags.ts";
import { openRecordedRun } from "./recorded.ts";
import { deliver, openSession } from "./session.ts";
import { workloadFlags, type WorkloadFlags } from "./workload-flags.ts";

interface Flags extends WorkloadFlags {
  readonly allowHost?: readonly string[];
  readonly format: string;
  readonly profile?: string;
  readonly report?: string;
  readonly output?: readonly Output[];
  readonly mode?: number;
  readonly config?: string;
  readonly progress: "auto" | "plain" | "json" | "none";
  readonly quiet: boolean;
  readonly explainEnvironment: boolean;
  readonly fresh: boolean;
  readonly proveAgainAfter?: string;
  readonly contention: boolean;
  readonly from?: readonly string[];
  readonly host?: readonly string[];
  readonly base?: string;
  readonly maxSteps?: number;
}

export const learnCommand = buildCommand<Flags, [string?], CliContext>({
  docs: {
    brief: "Run an image, learn its least privilege and limits",
    fullDescription: [
      "Runs IMAGE under the workload of hullproof.yaml and of the flags (default: its HEALTHCHECK and its ports) and learns user,",
      "capabilities, writable paths, memory, cpu and pids. --format json prints the profile itself; --profile writes it to a file.",
      "--explain-environment says, without an image, what this machine can observe and what will stay unknown.",
      "Trials are kept as they end: an interrupted learn continues where it stopped, and a second one runs only what changed.",
      "",
      "Example:  hullproof learn --profile profile.json myapp:1.0",
      "Example:  hullproof learn --get :80/ --get :80/health nginx",
      "Example:  hullproof learn --from openapi.yaml --from session.har myapp:1.0",
      "Example:  hullproof learn --exec 'redis-cli set a 1' --exec 'redis-cli save' --volume data:/data redis",
      "",
      "Exit 0: the profile is proven. 1: it was learned, and the container breaks under the whole of it. 2: it could not run.",
    ].join("\n"),
  },
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [{ brief: "Image of the engine", parse: String, placeholder: "IMAGE", optional: true }],
    },
    flags: {
      format: formatFlag(formatNames("learn")),
      profile: textFlag("Write the profile to FILE, and the list of system calls to seccomp.json beside it.", "FILE"),
      output: outputsFlag("learn"),
      mode: modeFlag,
      config: configFlag,
      progress: progressFlag,
      quiet: quietFlag,
      explainEnvironment: switchFlag("Say what this machine offers for learning; runs nothing."),
      report: textFlag(
        "Write the whole report to FILE as JSON: what was observed and run. `scan --learned` reads it.",
        "FILE",
      ),
      contention: switchFlag("Also measure it next to a container that burns CPU and memory, with and without limits."),
      proveAgainAfter: proveAgainAfterFlag,
      fresh: switchFlag("Run every trial again, also those kept from earlier calls."),
      ...importFlags,
      ...workloadFlags,
    },
  },
  async func(flags, image) {
    await using session = openSession(this, flags, image === undefined ? [] : [image]);
    const output = mainOutput(flags.output);
    if (flags.explainEnvironment) {
      await deliver(this, await environmentReport(this, session.context, flags, output), output, flags.mode);
      return;
    }
    if (image === undefined) {
      throw new Failure("bad-usage", "learn needs an image.", {
        hint: "Name one that the engine has (docker images): hullproof learn myapp:1.0",
      });
    }
    const { learnImage } = await import("../pipeline/verbs/learn/learn.ts");
    holdProgram();
    await using run = await openRecordedRun(this, "learn", image, session.context);
    const { report, imported, maps } = await run.try(() => learnImage(image, optionsOf(flags), run.context));
    if (!flags.quiet) for (const line of imported) this.process.stderr.write(`${line}\n`);
    const profile: Document = { text: `${JSON.stringify(report.proof?.profile, undefined, 2)}\n`, syntax: "json" };
    if (flags.profile !== undefined) {
      await deliver(this, profile, flags.profile, flags.mode);
      const { profileCompanions } = await import("../pipeline/profiles/profile-companions.ts");
      for (const { path, text } of profileCompanions(report, flags.profile))
        await deliver(this, { text, syntax: "json" }, path, flags.mode);
    }
    if (flags.report !== undefined)
      await deliver(this, await renderReport(this, report, { format: "json" }), flags.report, flags.mode);
    const render: typeof renderReport = async (cli, ...rest) =>
      rest[1].format === "json" ? profile : await renderReport(cli, ...rest);
    await deliverReport(this, report, flags, { ...(maps && { maps }) }, render);
    run.done(flags.report);
    this.process.exitCode = exitCodeOf(report);
  },
});

function optionsOf({ from = [], host = [], base, maxSteps = 40, ...options }: Flags): LearnOptions {
  if (from.length === 0) return options;
  return { ...options, from: { from, host, maxSteps, ...(base !== undefined && { base }) } };
}

async function environmentReport(
  cli: CliContext,
  context: Context,
  { format }: Flags,
  output: string | undefined,
): Promise<Document> {
  const { explainEnvironment } = await import("../pipeline/verbs/learn/explain-environment.ts");
  const environment = await explainEnvironment(context);
  if (format === "json") return { text: `${JSON.stringify(environment, undefined, 2)}\n`, syntax: "json" };
  const { environmentText } = await import("../reports/terminal/environment.ts");
  const colour = output === undefined && cli.stdout.colour;
  return { text: environmentText(environment, { colour, width: cli.stdout.columns }), syntax: "text" };
}
