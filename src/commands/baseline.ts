import { buildCommand } from "@stricli/core";
import type { CliContext } from "./cli-context.ts";
import {
  allFlag,
  basesFlag,
  configFlag,
  enforceFlag,
  isoDate,
  modeFlag,
  noInlineIgnoresFlag,
  quietFlag,
  shellcheckFlag,
  switchFlag,
} from "./flags.ts";
import { refuseUnknown } from "./refuse-unknown.ts";
import { deliver, openSession } from "./session.ts";

interface Flags {
  readonly reason: string;
  readonly until?: string;
  readonly errors: boolean;
  readonly output: string;
  readonly mode?: number;
  readonly config?: string;
  readonly enforce?: readonly string[];
  readonly noInlineIgnores: boolean;
  readonly bases: "auto" | "none";
  readonly shellcheck: "auto" | "none";
  readonly all: boolean;
  readonly quiet: boolean;
}

export const baselineCommand = buildCommand<Flags, string[], CliContext>({
  docs: {
    brief:
      "Accept the findings of today, each with a reason and a last day: `check --baseline` then fails on new ones only",
    fullDescription: [
      "Checks TARGET (default: the current folder) and writes its findings to a file that `hullproof check --baseline FILE` takes.",
      "Errors are not accepted unless --errors says so. Where the file is there already, what it accepts keeps its reason and its day,",
      "entries for what is not found any more or whose day has passed go, and what was not looked for this time stays.",
      "",
      'Example:  hullproof baseline --reason "known when we began, see TEAM-12" examples/app-python',
      "          hullproof check --baseline hullproof.baseline.json examples/app-python",
      "",
      "Exit 0: written. 2: something could not be checked, or the file could not be written.",
    ].join("\n"),
  },
  parameters: {
    positional: { kind: "array", parameter: { brief: "What to check", parse: String, placeholder: "TARGET" } },
    flags: {
      reason: { kind: "parsed", parse: reasonText, brief: "Why they are accepted.", placeholder: "TEXT" },
      until: {
        kind: "parsed",
        parse: isoDate,
        brief: "Last day on which they are; afterwards they count as new. Default: 90 days from today.",
        optional: true,
        placeholder: "DATE",
      },
      errors: switchFlag("Accept errors as well, not only warnings and notes."),
      output: {
        kind: "parsed",
        parse: String,
        brief: "File to write.",
        default: "hullproof.baseline.json",
        placeholder: "FILE",
      },
      mode: modeFlag,
      config: configFlag,
      enforce: enforceFlag,
      noInlineIgnores: noInlineIgnoresFlag,
      bases: basesFlag,
      shellcheck: shellcheckFlag,
      all: allFlag,
      quiet: quietFlag,
    },
  },
  async func(flags, ...targets) {
    const { writeBaseline } = await import("../pipeline/baseline/write-baseline.ts");
    await refuseUnknown(flags.enforce);
    await using session = openSession(this, flags, targets);
    const { output, reason, until, errors } = flags;
    const { text, summary, failed } = await writeBaseline(
      targets.length > 0 ? targets : ["."],
      { file: output, reason, errors, ...(until !== undefined && { until }) },
      session.context,
    );
    // The file belongs to the sources, so everyone who works on them may read it.
    await deliver(this, { text, syntax: "json" }, output, flags.mode ?? 0o644);
    this.process.stderr.write(`hullproof: ${summary}\n`);
    for (const one of failed) this.process.stderr.write(`hullproof: ${one}\n`);
    if (failed.length > 0) this.process.exitCode = 2;
  },
});

function reasonText(text: string): string {
  if (text.trim() !== "") return text;
  throw new SyntaxError("it needs words: why are these findings accepted?");
}
