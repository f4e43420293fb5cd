import { buildCommand } from "@stricli/core";
import type { CliContext } from "./cli-context.ts";
import type { Context } from "../pipeline/context.ts";
import { holdProgram } from "../pipeline/host/hold-program.ts";
import type { Document } from "../reports/format.ts";
import { formatFlag, modeFlag, progressFlag, quietFlag, switchFlag, textFlag } from "./flags.ts";
import { formatNames } from "./render-report.ts";
import { exitCodeOf } from "../reports/content/exit-code.ts";
import { deliverReport, mainOutput, type Output, outputsFlag } from "./outputs.ts";
import { deliver, openSession } from "./session.ts";
import { allowHostFlag, workloadFlags } from "./workload-flags.ts";

interface Flags {
  readonly allowHost?: readonly string[];
  readonly format: string;
  readonly image?: string;
  readonly runs: number;
  readonly widen: boolean;
  readonly load?: string;
  readonly replay?: string;
  readonly expiredAfter?: string;
  readonly record: boolean;
  readonly explainEnvironment: boolean;
  readonly env?: readonly string[];
  readonly envFile?: readonly string[];
  readonly output?: readonly Output[];
  readonly mode?: number;
  readonly progress: "auto" | "plain" | "json" | "none";
  readonly quiet: boolean;
}

export const verifyCommand = buildCommand<Flags, [string], CliContext>({
  docs: {
    brief: "Run an image under a profile; says which restriction broke what",
    fullDescription: [
      "Runs the profile's image without and with its restrictions, twice each, under the profile's workload, and compares the answers.",
      "Says first what differs between the machine that it was proven on and this one, and what of the profile that may void.",
      "",
      "Example:  hullproof verify --image myapp:1.0 .hullproof/profile.json",
      "          hullproof verify --image myapp:1.1 --widen profile.json      what the new version needs beyond the old one",
      "          hullproof verify --load 16 profile.json                      whether it holds for 16 clients at once",
      "          hullproof verify --replay t7 profile.json                    one recorded trial again",
      "          hullproof verify --expired-after 30d profile.json            in CI: an older proof does not count",
      "          hullproof verify --record profile.json                       and keep today's date and this machine in it",
      "          hullproof verify --explain-environment profile.json          only what differs here; runs nothing",
      "",
      "Exit 0: it holds. 1: it breaks, and the report names the restriction, or its proof has expired. 2: it could not run.",
    ].join("\n"),
  },
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [{ brief: "File that learn or harden wrote", parse: String, placeholder: "PROFILE" }],
    },
    flags: {
      format: formatFlag(formatNames("verify")),
      image: {
        kind: "parsed",
        parse: String,
        brief: "Run this image instead of the one in the profile.",
        optional: true,
        placeholder: "IMAGE",
      },
      runs: {
        kind: "parsed",
        parse: toRuns,
        brief: "How often it must pass under the profile.",
        default: "2",
        placeholder: "N",
      },
      load: {
        kind: "parsed",
        parse: String,
        brief: "Prove it with this many clients at once; default: as many as the profile was proven for.",
        optional: true,
        placeholder: "CLIENTS",
      },
      widen: {
        kind: "boolean",
        brief: "When it breaks, write the smallest widening that passes into PROFILE.",
        default: false,
        withNegated: false,
      },
      replay: {
        kind: "parsed",
        parse: String,
        brief: "Run this trial of the profile's witnesses again, and report whether it breaks as recorded.",
        optional: true,
        placeholder: "TRIAL",
      },
      expiredAfter: textFlag(
        "Run nothing and exit 1 when the proof is older than AGE (30d, 12w, 1y), or past the profile's own date; `due`: by that date alone.",
        "AGE|due",
      ),
      record: switchFlag(
        "When it holds, write today's date and this machine into PROFILE; also for a proof that has expired.",
      ),
      explainEnvironment: switchFlag(
        "Say what differs here from where it was proven, and how old the proof is; runs nothing.",
      ),
      env: {
        ...workloadFlags.env,
        brief:
          "Value of a variable that the profile keeps by name; without =VALUE it is taken from your environment. May be repeated.",
      },
      envFile: {
        ...workloadFlags.env,
        brief: "File of NAME=VALUE lines with such values; may be repeated.",
        placeholder: "FILE",
      },
      output: outputsFlag("verify"),
      mode: modeFlag,
      progress: progressFlag,
      quiet: quietFlag,
      allowHost: allowHostFlag,
    },
  },
  async func(flags, file) {
    if (flags.explainEnvironment) {
      await using session = openSession(this, flags, [file]);
      await deliver(
        this,
        await environmentDocument(this, file, session.context, flags),
        mainOutput(flags.output),
        flags.mode,
      );
      return;
    }
    const { verifyProfile } = await import("../pipeline/verbs/verify/verify.ts");
    await using session = openSession(this, flags, [file]);
    holdProgram();
    const report = await verifyProfile(file, flags, session.context);
    await deliverReport(this, report, flags);
    this.process.exitCode = exitCodeOf(report);
  },
});

async function environmentDocument(cli: CliContext, file: string, context: Context, flags: Flags): Promise<Document> {
  const { explainProfile } = await import("../pipeline/verbs/verify/explain-profile.ts");
  const { environment, standing } = await explainProfile(file, flags, context);
  if (flags.format === "json")
    return { text: `${JSON.stringify({ ...environment, standing }, undefined, 2)}\n`, syntax: "json" };
  const { environmentText } = await import("../reports/terminal/environment.ts");
  const page = { colour: mainOutput(flags.output) === undefined && cli.stdout.colour, width: cli.stdout.columns };
  return { text: environmentText(environment, page, standing), syntax: "text" };
}

function toRuns(text: string): number {
  const runs = Number(text);
  if (Number.isInteger(runs) && runs >= 1 && runs <= 1000) return runs;
  throw new SyntaxError(`${text} is not a number of runs from 1 to 1000`);
}
