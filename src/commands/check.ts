import { buildCommand } from "@stricli/core";
import { fails, type FailOn } from "../domain/finding/fail-on.ts";
import type { Severity } from "../domain/finding/finding.ts";
import type { Renderer } from "../domain/report/rendered.ts";
import { calledAs } from "./called-as.ts";
import { exceedsWarnings, maxWarningsFlag } from "./check/max-warnings.ts";
import { invocationOf } from "../reports/content/summary/invocation.ts";
import type { Report } from "../domain/report/report.ts";
import { ruleFlag, severityFlag } from "./check/narrow-flags.ts";
import { viewOf } from "./check/view-of.ts";
import { tellNotJudged } from "./check/not-judged.ts";
import type { CliContext } from "./cli-context.ts";
import {
  allFlag,
  allowRulesFlag,
  baselineOrCommitFlag,
  basesFlag,
  configFlag,
  enforceFlag,
  failOnFlag,
  formatFlag,
  kubernetesFlag,
  modeFlag,
  noInlineIgnoresFlag,
  podmanFlag,
  profileFlag,
  progressFlag,
  quietFlag,
  renderFlag,
  valuesFlag,
  shellcheckFlag,
  switchFlag,
  categoryFlag,
} from "./flags.ts";
import { openBaseline } from "./open-baseline.ts";
import { formatNames } from "./render-report.ts";
import { refuseUnknown } from "./refuse-unknown.ts";
import { deliverReport, formatsOf, type Output, outputsFlag } from "./outputs.ts";
import { openSession } from "./session.ts";
import { allowHostFlag } from "./workload-flags.ts";

interface Flags {
  readonly format: string;
  readonly failOn: FailOn;
  readonly baseline?: string;
  readonly output?: readonly Output[];
  readonly category?: string;
  readonly mode?: number;
  readonly config?: string;
  readonly enforce?: readonly string[];
  readonly noInlineIgnores: boolean;
  readonly allowRules: boolean;
  readonly bases: "auto" | "none";
  readonly shellcheck: "auto" | "none";
  readonly updates: "auto" | "none";
  readonly all: boolean;
  readonly layers: boolean;
  readonly kubernetes?: string;
  readonly podman?: string;
  readonly render?: readonly Renderer[];
  readonly values?: readonly string[];
  readonly profile?: readonly string[];
  readonly progress: "auto" | "plain" | "json" | "none";
  readonly long: boolean;
  readonly statistics: boolean;
  readonly skipped: boolean;
  readonly severity?: Severity;
  readonly rule?: readonly string[];
  readonly maxWarnings?: number;
  readonly watch: boolean;
  readonly quiet: boolean;
  readonly allowHost?: readonly string[];
}

export const checkCommand = buildCommand<Flags, string[], CliContext>({
  docs: {
    brief: "Find what is wrong in Dockerfiles, Compose files, manifests, Quadlet units, docker run lines and images",
    fullDescription: [
      "TARGET is a Dockerfile, a Compose file, a Kubernetes manifest, a Quadlet unit, a folder (searched for these, Markdown, scripts, makefiles and CI files, .gitignore",
      "honoured), an image of the engine, or a docker-archive; the prefixes dockerfile:, docker-archive: and daemon: force it. Default: the",
      "current folder. An override such as compose.override.yaml is laid over the Compose file beside it.",
      "A file with what `docker inspect` printed of containers is judged as audit judges what runs.",
      "Nothing in a target is run, except with --updates auto or --allow-rules; charts and kustomizations are read as what --render prints of them.",
      "",
      "Prints a summary of at most 40 lines, or 110 above 60 files; a rule that fired is always named. --long prints everything.",
      "",
      "Example:  hullproof check --fail-on warning examples/app-python",
      "          hullproof check --rule secrets/in-arg-or-env Dockerfile",
      "          hullproof check --watch",
      "",
      "Exit 0: nothing at or above --fail-on, or nothing new with --baseline. 1: findings, or more warnings than --max-warnings. 2: something could not be checked.",
    ].join("\n"),
  },
  parameters: {
    positional: { kind: "array", parameter: { brief: "What to check", parse: String, placeholder: "TARGET" } },
    flags: {
      format: formatFlag(formatNames("check")),
      failOn: failOnFlag,
      baseline: baselineOrCommitFlag,
      output: outputsFlag("check"),
      category: categoryFlag,
      mode: modeFlag,
      config: configFlag,
      enforce: enforceFlag,
      noInlineIgnores: noInlineIgnoresFlag,
      allowRules: allowRulesFlag,
      bases: basesFlag,
      shellcheck: shellcheckFlag,
      updates: {
        kind: "enum",
        values: ["auto", "none"],
        brief: "auto runs an image's own package manager in a container with least privilege, to list pending updates.",
        default: "none",
      },
      all: allFlag,
      layers: switchFlag(
        "Lay the Compose files that are named over each other, in their order, as `docker compose -f` does.",
      ),
      kubernetes: kubernetesFlag,
      podman: podmanFlag,
      render: renderFlag,
      values: valuesFlag,
      profile: profileFlag,
      progress: progressFlag,
      long: switchFlag("Every finding with its source lines and evidence, in place of a summary."),
      statistics: switchFlag("A line for each rule: how often it fired, and how many fixes there are."),
      skipped: switchFlag("What was not checked, and why, in place of findings."),
      severity: severityFlag,
      rule: ruleFlag,
      maxWarnings: maxWarningsFlag,
      watch: switchFlag("Go on: check again when a file changes, and show what came and went. Ctrl-C ends it."),
      quiet: quietFlag,
      allowHost: allowHostFlag,
    },
  },
  async func(flags, ...targets) {
    const view = viewOf(flags);
    const { check, checkedVersions } = await import("../pipeline/findings/check.ts");
    const { narrowReport } = await import("../pipeline/verbs/check/narrow-report.ts");
    const { namesOnRequest } = await import("../pipeline/fix-plan/fix-options.ts");
    const { projectToHarden } = await import("../reports/content/summary/run-configuration.ts");
    const { likelyService } = await import("../pipeline/services/likely-service.ts");
    await refuseUnknown(flags.enforce, flags.allowRules);
    const { profile: profiles = [], watch, ...own } = flags;
    const requestedTargets = targets.length > 0 ? targets : ["."];
    await using session = openSession(this, own, requestedTargets);
    const context = {
      ...session.context,
      layers: flags.layers,
      profiles,
      ...(namesOnRequest(flags) && { allRules: true }),
      edits: formatsOf(flags).some((format) => format === "sarif" || format === "json"),
      ...checkedVersions(flags),
      ...(flags.render !== undefined && { render: flags.render }),
      ...(flags.values !== undefined && { values: flags.values }),
    };
    const compareWithBaseline = await openBaseline(flags.baseline, { targets: requestedTargets }, context);
    const invocation = invocationOf(calledAs(this.env), targets, flags);
    // A report may be written in a thread, which no function is sent to.
    const invocationFor = (report: Report) => {
      const project = projectToHarden(report);
      const service = project === undefined ? undefined : likelyService(project, session.context);
      return { ...invocation, ...(service !== undefined && { service }) };
    };
    if (watch) {
      const { watchAndTell } = await import("./check/watch-and-tell.ts");
      await watchAndTell(
        this,
        requestedTargets,
        {
          ...flags,
          ...view,
          invocationFor,
          beside: (one) => narrowReport(compareWithBaseline(one), flags),
          clear: () => session.clearProgress(),
        },
        context,
      );
      return;
    }
    const report = compareWithBaseline(await check(requestedTargets, context));
    await deliverReport(this, narrowReport(report, flags), { ...flags, ...view, invocation: invocationFor(report) });
    // `failed` is a target or rule that could not be judged, which is never the same as clean.
    if (tellNotJudged(this, report) > 0) this.process.exitCode = 2;
    else if (report.findings.some(({ severity, state }) => state !== "same" && fails(severity, flags.failOn)))
      this.process.exitCode = 1;
    else if (exceedsWarnings(this, report, flags.maxWarnings)) this.process.exitCode = 1;
  },
});
