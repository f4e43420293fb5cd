import { buildCommand } from "@stricli/core";
import type { CliContext } from "./cli-context.ts";
import { configFlag, outputFlag, quietFlag } from "./flags.ts";
import { deliver, openSession } from "./session.ts";

interface Flags {
  readonly write: boolean;
  readonly diff: boolean;
  readonly suggested: boolean;
  readonly rule?: readonly string[];
  readonly output?: string;
  readonly config?: string;
  readonly quiet: boolean;
}

export const fixCommand = buildCommand<Flags, string[], CliContext>({
  docs: {
    brief: "Apply safe fixes: shows the diff, writes with --write",
    fullDescription: [
      "Applies the fixes that hold by construction (class safe) to Dockerfiles, documents and scripts. Comments, indentation and line",
      "endings are kept. Fixes of class proven need a build and a run: `hullproof harden` applies those.",
      "`-` reads a Dockerfile from stdin and prints the fixed one.",
      "",
      "Example:  hullproof fix --write examples/app-python",
      "",
      "Exit 0: done. 2: something could not be read or written.",
    ].join("\n"),
  },
  parameters: {
    positional: { kind: "array", parameter: { brief: "What to fix", parse: String, placeholder: "TARGET" } },
    flags: {
      write: { kind: "boolean", brief: "Write the fixed files.", default: false, withNegated: false },
      diff: {
        kind: "boolean",
        brief: "Show the unified diff (the default without --write).",
        default: false,
        withNegated: false,
      },
      suggested: {
        kind: "boolean",
        brief: "Also apply suggested fixes; needs --rule, since they change what the file does.",
        default: false,
        withNegated: false,
      },
      rule: {
        kind: "parsed",
        parse: String,
        brief: "Only fixes of this rule; may be repeated.",
        optional: true,
        variadic: true,
        placeholder: "RULE",
      },
      output: outputFlag,
      config: configFlag,
      quiet: quietFlag,
    },
  },
  async func(flags, ...targets) {
    const { fixFiles, fixStdin } = await import("../pipeline/fix-files.ts");
    await using session = openSession(this, flags);
    if (targets.includes("-")) {
      await deliver(this, await fixStdin(await this.readStdin(), flags, session.context), flags.output);
      return;
    }
    const result = await fixFiles(targets.length > 0 ? targets : ["."], flags, session.context);
    if (!flags.write || flags.diff) await deliver(this, result.diff, flags.output);
    if (!flags.quiet) this.process.stderr.write(result.summary);
    if (result.failed) this.process.exitCode = 2;
  },
});
