import { buildCommand } from "@stricli/core";
import { alwaysWritten } from "../pipeline/emit/dialects.ts";
import type { CliContext } from "./cli-context.ts";
import {
  configFlag,
  failOnFlag,
  fails,
  formatFlag,
  modeFlag,
  progressFlag,
  proveAgainAfterFlag,
  quietFlag,
  type FailOn,
} from "./flags.ts";
import { formatNames } from "./render-report.ts";
import { deliverReport, type Output, outputsFlag } from "./outputs.ts";
import { openSession } from "./session.ts";
import { workloadFlags, type WorkloadFlags } from "./workload-flags.ts";

interface Flags extends WorkloadFlags {
  readonly allowHost?: readonly string[];
  readonly format: string;
  readonly failOn: FailOn;
  readonly folder?: string;
  readonly tag?: string;
  readonly proveAgainAfter?: string;
  readonly output?: readonly Output[];
  readonly mode?: number;
  readonly config?: string;
  readonly progress: "auto" | "plain" | "none";
  readonly quiet: boolean;
}

export const hardenCommand = buildCommand<Flags, [string?], CliContext>({
  docs: {
    brief: "The whole loop: find, fix, build, run, learn, emit, run again, show the evidence",
    fullDescription: [
      "Builds DIR as it is and fixed, runs both under the workload of DIR/hullproof.yaml, keeps the fixes that hold, learns the least",
      `privilege and the limits, runs everything again under them, and writes Dockerfile, fix.diff, profile.json, ${alwaysWritten.join(", ")},`,
      "report.json and report.html into DIR/.hullproof. Your own files are never changed. Needs a Docker Engine with buildx.",
      "",
      "Example:  hullproof harden examples/app-python",
      "",
      "Exit 0: the hardened container is proven and has no finding at or above --fail-on. 1: it is not. 2: it could not run.",
    ].join("\n"),
  },
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [{ brief: "Folder with the Dockerfile", parse: String, placeholder: "DIR", optional: true }],
    },
    flags: {
      format: formatFlag(formatNames("harden")),
      failOn: failOnFlag,
      folder: {
        kind: "parsed",
        parse: String,
        brief: "Write results here instead of DIR/.hullproof.",
        optional: true,
        placeholder: "DIR",
      },
      tag: {
        kind: "parsed",
        parse: String,
        brief: "Keep the hardened image on the engine under this name.",
        optional: true,
        placeholder: "NAME",
      },
      proveAgainAfter: proveAgainAfterFlag,
      output: outputsFlag("harden"),
      mode: modeFlag,
      config: configFlag,
      progress: progressFlag,
      quiet: quietFlag,
      ...workloadFlags,
    },
  },
  async func(flags, dir = ".") {
    const { harden } = await import("../pipeline/harden.ts");
    await using session = openSession(this, flags);
    const { report, hardened, files } = await harden(dir, flags, session.context);
    await deliverReport(this, report, flags, files);
    const left = report.findings.filter(({ target }) => hardened.includes(target));
    const proven = report.harden?.verify.verdict === "holds";
    if (!proven || left.some(({ severity }) => fails(severity, flags.failOn))) this.process.exitCode = 1;
  },
});
