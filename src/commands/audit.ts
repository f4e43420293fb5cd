import { buildCommand } from "@stricli/core";
import { Failure } from "../domain/failure.ts";
import type { FailOn } from "../domain/finding/fail-on.ts";
import { exitCodeOf } from "../reports/content/exit-code.ts";
import type { CliContext } from "./cli-context.ts";
import {
  allFlag,
  allowRulesFlag,
  baselineFlag,
  configFlag,
  enforceFlag,
  failOnFlag,
  formatFlag,
  modeFlag,
  progressFlag,
  quietFlag,
  switchFlag,
  textFlag,
  categoryFlag,
} from "./flags.ts";
import { formatNames } from "./render-report.ts";
import { refuseUnknown } from "./refuse-unknown.ts";
import { deliverReport, type Output, outputsFlag } from "./outputs.ts";
import { openBaseline } from "./open-baseline.ts";
import { openSession } from "./session.ts";

interface Flags {
  readonly filter?: readonly string[];
  readonly stopped: boolean;
  readonly profile?: readonly string[];
  readonly expiredAfter?: string;
  readonly scan: boolean;
  readonly format: string;
  readonly failOn: FailOn;
  readonly baseline?: string;
  readonly output?: readonly Output[];
  readonly category?: string;
  readonly mode?: number;
  readonly config?: string;
  readonly enforce?: readonly string[];
  readonly allowRules: boolean;
  readonly all: boolean;
  readonly watch: boolean;
  readonly metrics?: string;
  readonly metricsAnywhere: boolean;
  readonly progress: "auto" | "plain" | "json" | "none";
  readonly quiet: boolean;
}

export const auditCommand = buildCommand<Flags, string[], CliContext>({
  docs: {
    brief: "Look at what runs: rules, drift from the proven profile, and the engine itself",
    fullDescription: [
      "CONTAINER is a name or an id; default: all that run, on Docker or Podman (DOCKER_HOST).",
      "Each is compared with the profile of its image: those of .hullproof in the current folder, or of --profile.",
      "It only looks: docs/guide/audit.md lists every call of the engine's API, all of them GET.",
      "",
      "Example:  hullproof audit",
      "          hullproof audit web db",
      "          hullproof audit --filter project=shop --profile .hullproof/profile.json",
      "          hullproof audit --scan                               vulnerabilities of the images that run, too",
      "          hullproof audit --watch --metrics 127.0.0.1:9464     look again whenever something happens, and serve Prometheus",
      "",
      "Exit 0: nothing at or above --fail-on, or nothing new with --baseline. 1: findings. 2: the engine could not be asked, or a rule broke.",
    ].join("\n"),
  },
  parameters: {
    positional: { kind: "array", parameter: { brief: "What to look at", parse: String, placeholder: "CONTAINER" } },
    flags: {
      filter: {
        kind: "parsed",
        parse: String,
        brief:
          "Only containers that fit: label=KEY[=VALUE], project=NAME (of Docker Compose), name=TEXT. May be repeated.",
        optional: true,
        variadic: true,
        placeholder: "FILTER",
      },
      stopped: switchFlag("Containers that have ended as well."),
      profile: {
        kind: "parsed",
        parse: String,
        brief: "Profile to compare with, in place of those in .hullproof. May be repeated.",
        optional: true,
        variadic: true,
        placeholder: "FILE",
      },
      expiredAfter: textFlag(
        "Report proofs that are older than AGE (30d, 12w, 1y), or past the profile's own date; `due`: by that date alone.",
        "AGE|due",
      ),
      scan: switchFlag(
        "What the advisories on this machine say of the images that run, as well. Nothing is started, and no network asked.",
      ),
      format: formatFlag(formatNames("audit")),
      failOn: failOnFlag,
      output: outputsFlag("audit"),
      category: categoryFlag,
      mode: modeFlag,
      baseline: baselineFlag,
      config: configFlag,
      enforce: enforceFlag,
      allowRules: allowRulesFlag,
      all: allFlag,
      watch: switchFlag(
        "Go on: look again at each container that is started, changed, killed or ends. Ctrl-C ends it.",
      ),
      metrics: textFlag("With --watch: serve metrics for Prometheus there, on loopback only.", "[ADDRESS:]PORT"),
      metricsAnywhere: switchFlag("Let --metrics listen on an address that other machines reach."),
      progress: progressFlag,
      quiet: quietFlag,
    },
  },
  async func(flags, ...names) {
    const {
      filter = [],
      stopped,
      profile: profiles = [],
      expiredAfter,
      scan,
      watch,
      metrics,
      metricsAnywhere,
      ...own
    } = flags;
    await refuseUnknown(flags.enforce, flags.allowRules);
    await using session = openSession(this, own);
    const options = {
      names,
      filters: filter,
      stopped,
      profiles,
      scan,
      ...(expiredAfter !== undefined && { expiredAfter }),
    };
    if (watch && flags.baseline !== undefined)
      throw new Failure("bad-usage", "--baseline compares one look, and --watch goes on looking", {
        hint: "Leave one of them out.",
      });
    if (watch) {
      const { watchAndTell } = await import("./audit/watch-and-tell.ts");
      await watchAndTell(
        this,
        options,
        { ...flags, format: flags.format, clear: () => session.clearProgress() },
        session.context,
      );
      return;
    }
    if (metrics !== undefined || metricsAnywhere)
      throw new Failure("bad-usage", "--metrics needs --watch: without it there is no one to ask.", {
        hint: "hullproof audit --watch --metrics 127.0.0.1:9464",
      });
    const { audit } = await import("../pipeline/verbs/audit/audit.ts");
    const compareWithBaseline = await openBaseline(flags.baseline, {}, session.context);
    const report = compareWithBaseline(await audit(options, session.context));
    await deliverReport(this, report, flags);
    const { unread = [] } = report;
    const images = new Set(report.audit?.containers.map(({ image }) => image));
    for (const { path, reason } of unread)
      if (images.has(path)) this.process.stderr.write(`hullproof: ${path}: ${reason}\n  ${notScanned}\n`);
    const rules = unread.filter(({ path }) => !images.has(path));
    if (rules.length > 0) (await import("./rules-here.ts")).tellUnusable(this, { unread: rules });
    this.process.exitCode = exitCodeOf(report, flags.failOn);
  },
});

const notScanned =
  "It is not scanned. Behind a socket proxy, --scan needs GET /images/{id}/get where the engine's storage can't be read.";
