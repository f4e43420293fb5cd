import { ownValue } from "../domain/own-value.ts";
import { buildCommand } from "@stricli/core";
import { Failure } from "../domain/failure.ts";
import { notProven, type FixReport } from "../domain/report/fix-report.ts";
import type { Asker } from "../pipeline/fix-plan/asker.ts";
import { guardText, type Syntax } from "../reports/content/guard-text.ts";
import type { Document } from "../reports/format.ts";
import { askFixes } from "./ask-fixes.ts";
import type { CliContext } from "./cli-context.ts";
import {
  basesFlag,
  configFlag,
  formatFlag,
  kubernetesFlag,
  modeFlag,
  outputFlag,
  podmanFlag,
  profileFlag,
  progressFlag,
  quietFlag,
  renderKustomizeFlag,
} from "./flags.ts";
import { isMerged, layersFlag, mergeFlag } from "./merge-flag.ts";
import { rulesThatBegin } from "./rules-that-begin.ts";
import { deliver, openSession, type CommandSession } from "./session.ts";
import { allowHostFlag } from "./workload-flags.ts";

interface Flags {
  readonly write: boolean;
  readonly diff: boolean;
  readonly proven: boolean;
  readonly measure: boolean;
  readonly suggested: boolean;
  readonly rule?: readonly string[];
  readonly interactive: boolean;
  readonly stdinName?: string;
  readonly merge: boolean;
  readonly layers: boolean;
  readonly kubernetes?: string;
  readonly podman?: string;
  readonly render?: "kustomize";
  readonly profile?: readonly string[];
  readonly format: string;
  readonly output?: string;
  readonly mode?: number;
  readonly config?: string;
  readonly bases: "auto" | "none";
  readonly progress: "auto" | "plain" | "json" | "none";
  readonly quiet: boolean;
  readonly allowHost?: readonly string[];
}

const onOff = (brief: string) => ({ kind: "boolean", brief, default: false, withNegated: false }) as const;

export const fixCommand = buildCommand<Flags, string[], CliContext>({
  docs: {
    brief:
      "Fix Dockerfiles, Compose files, manifests, Quadlet units and documents: shows the diff, writes with --write",
    fullDescription: [
      "Applies the fixes that are safe by construction (class safe) to Dockerfiles, documents and scripts. Comments, indentation and line",
      "endings are kept. Compose files, Kubernetes manifests and Quadlet units have suggested fixes only (--suggested --rule RULE); the files",
      "of a project, and a unit with its drop-ins, are fixed together, and only if what they mean then differs in nothing but what the fixes say.",
      "--proven adds those that must be proven: the original and the fixed version of one folder or Dockerfile are built and run, and a fix that breaks the build, changes anything undeclared or changes behaviour is dropped; each hunk says what its",
      "fixes are worth. Without an engine, --suggested --rule RULE applies those of one rule unbuilt, and says that they are not proven. Of a Compose file it starts the project, and keeps the suggestions under which it behaves the same. It needs a Docker Engine, with buildx for builds. `-` reads stdin and prints the fixed text, for editors.",
      "",
      "Example:  hullproof fix --write examples/app-python",
      "Example:  hullproof fix --proven examples/app-python",
      "Example:  hullproof fix --proven compose.yaml",
      "Example:  hullproof fix --suggested --rule cleanup/apt-lists Dockerfile",
      "Example:  hullproof fix - --stdin-name app/Dockerfile < app/Dockerfile",
      "",
      "Exit 0: done. 2: something could not be read, built, run or written.",
    ].join("\n"),
  },
  parameters: {
    positional: { kind: "array", parameter: { brief: "What to fix", parse: String, placeholder: "TARGET" } },
    flags: {
      write: onOff("Write the fixed files."),
      diff: onOff("Show the unified diff (the default without --write)."),
      proven: onOff("Also apply fixes of class proven, after building, comparing and running both versions."),
      measure: {
        kind: "boolean",
        brief: "With --proven: build once more for each rule, to say what its fixes are worth.",
        default: true,
      },
      suggested: onOff("Also apply suggested fixes and, without --proven, unbuilt proven ones; needs --rule."),
      rule: {
        kind: "parsed",
        parse: String,
        brief: "Only fixes of this rule, by its id or another tool's; may be repeated.",
        proposeCompletions: rulesThatBegin,
        optional: true,
        variadic: true,
        placeholder: "RULE",
      },
      interactive: onOff("Ask for each fix on the terminal."),
      stdinName: {
        kind: "parsed",
        parse: String,
        brief: "Path that the text of stdin belongs to, for its configuration and ignores.",
        optional: true,
        placeholder: "PATH",
      },
      format: formatFlag(["terminal", "json"]),
      merge: mergeFlag,
      layers: layersFlag,
      kubernetes: kubernetesFlag,
      podman: podmanFlag,
      render: renderKustomizeFlag,
      profile: profileFlag,
      output: outputFlag,
      mode: modeFlag,
      config: configFlag,
      bases: basesFlag,
      progress: progressFlag,
      quiet: quietFlag,
      allowHost: allowHostFlag,
    },
  },
  async func(flags, ...targets) {
    const stdin = targets.includes("-");
    refuseNonsense(flags, targets, stdin);
    const { fixFiles, fixStdin } = await import("../pipeline/verbs/fix/fix-files.ts");
    const { profile: profiles = [], ...own } = flags;
    await using session = openSession(this, own, targets);
    if (stdin) {
      const text = await this.readStdin();
      const report = await fixStdin(text, flags.stdinName, flags, session.context);
      const plain = flags.format === "terminal" && !flags.diff;
      const fixed = report.files[0]?.text ?? text;
      await deliver(
        this,
        plain ? { text: fixed, syntax: filterSyntax(this, fixed, flags) } : await rendered(this, report, flags),
        flags.output,
        flags.mode,
      );
      if (!flags.quiet && flags.suggested) await sayUnproven(this, report);
      return;
    }
    const asker = flags.interactive ? askerOf(this, session) : undefined;
    const { checkedVersions } = await import("../pipeline/judge/checked-versions.ts");
    const context = {
      ...session.context,
      layers: isMerged(this, flags),
      profiles,
      ...checkedVersions(flags),
      ...(flags.render && { render: [flags.render] }),
    };
    const files = targets.length > 0 ? targets : ["."];
    const report = await fixFiles(files, flags, context, asker);
    session.clearProgress();
    // In interactive mode the user has already seen it.
    const unseen = !flags.write && !flags.interactive;
    if (flags.format === "json" || unseen || flags.diff)
      await deliver(this, await rendered(this, report, flags), flags.output, flags.mode);
    if (!flags.quiet) {
      const { renderFixSummary } = await import("../reports/fix-summary.ts");
      this.process.stderr.write(renderFixSummary(report, { write: flags.write || flags.interactive, targets: files }));
    }
    if (report.files.some(({ error }) => error !== undefined)) this.process.exitCode = 2;
  },
});

/** stdout contains only the text, so unproven fixes are reported on stderr. */
async function sayUnproven(cli: CliContext, report: FixReport): Promise<void> {
  const { unbuiltOf } = await import("../reports/fix-summary.ts");
  const { escapeReport } = await import("../reports/content/escape-report.ts");
  for (const file of report.files)
    for (const { line, rule, title } of unbuiltOf(file))
      cli.process.stderr.write(`${escapeReport(`${file.file}:${line}: ${rule}: ${title}: ${notProven}`)}\n`);
}

function refuseNonsense(flags: Flags, targets: readonly string[], stdin: boolean): void {
  const wrong = (message: string, hint: string) => {
    throw new Failure("bad-usage", message, { hint });
  };
  if (!stdin && flags.stdinName !== undefined)
    wrong("--stdin-name needs the target -", "hullproof fix - --stdin-name PATH < PATH");
  const fileOnlyFlag = (["proven", "interactive"] as const).find((name) => flags[name]);
  if (flags.render !== undefined && (stdin || fileOnlyFlag !== undefined))
    wrong(
      `--render goes with neither stdin, --proven nor --interactive`,
      "It makes a patch of the fixes that are named: --suggested --rule RULE.",
    );
  if (!stdin) return;
  if (targets.length > 1) wrong("- stands alone: stdin is one text", "Call it once for stdin and once for the files.");
  const fileFlag = (["write", "proven", "interactive"] as const).find((name) => flags[name]);
  if (fileFlag !== undefined) wrong(`--${fileFlag} needs a file, not stdin`, "Name the file in place of -.");
}

function askerOf(cli: CliContext, session: CommandSession): Asker {
  const { readKey } = cli;
  if (readKey === undefined)
    throw new Failure("bad-usage", "--interactive needs a terminal, and stdin is not one", {
      hint: "Start it on a terminal, or choose with --rule.",
    });
  const write = (text: string) => cli.process.stderr.write(text);
  return askFixes({
    colour: cli.stdout.colour && cli.stderr.live,
    write: (text) => {
      session.clearProgress();
      write(text);
    },
    readKey,
  });
}

/**
 * Editors and scripts need the text byte for byte; on a terminal control characters are escaped. A CI log executes
 * workflow commands and cannot be told apart from a script's pipe, so there such a text requires a file.
 */
function filterSyntax(cli: CliContext, text: string, { output }: Flags): Syntax {
  if (output !== undefined) return "exact";
  if (cli.stdout.live) return "diff";
  const log = ["GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION", "GITLAB_CI", "CI"].find((name) =>
    ownValue(cli.env, name),
  );
  if (log !== undefined && guardText(text, "diff") !== text)
    throw new Failure(
      "not-allowed",
      "the text holds control characters or workflow commands, and stdout may be a CI log",
      {
        hint: `Write it to a file: --output FILE. (${log} is set.)`,
      },
    );
  return "exact";
}

/** Loads only what the format needs: an editor waits for it on each save. */
async function rendered(cli: CliContext, report: FixReport, flags: Flags): Promise<Document> {
  if (flags.format === "json")
    return { text: (await import("../reports/fix-schema.ts")).renderFixJson(report), syntax: "json" };
  const { renderFixDiff } = await import("../reports/fix-diff.ts");
  const { colour, live } = cli.stdout;
  const exact = flags.output !== undefined;
  const page = exact ? { colour: false, live: false, exact } : { colour, live, exact };
  const text = renderFixDiff(report, page);
  if (!exact && report.files.some(({ maskedDiff }) => maskedDiff !== undefined))
    cli.process.stderr.write(
      "hullproof: secrets in this diff are masked, so it can't be applied\n  Take the exact one from a file (--output FILE), or have the fixes made: --write\n",
    );
  const asFile = !exact && !live;
  if (asFile && guardText(text, "diff") !== text)
    cli.process.stderr.write(
      "hullproof: control characters and workflow commands of the files are written out in this diff\n  Take it from a file for `git apply`: --output FILE\n",
    );
  return { text, syntax: asFile || exact ? "diff" : "text" };
}
