import { Failure } from "../../../domain/failure.ts";
import { severities, type Finding } from "../../../domain/finding/finding.ts";
import type { Applicability } from "../../../domain/finding/fix.ts";
import { textDialects } from "../../../domain/container/text-dialects.ts";
import type { Overview } from "../../../domain/report/overview.ts";
import type { TargetKind } from "../../../domain/report/report.ts";
import { tally } from "../../../reports/content/practice-sections.ts";
import { checkAll } from "../../findings/check-all.ts";
import type { TargetResult } from "../../rule-runs/target-result.ts";
import { searchTargets } from "../../targets/targets.ts";
import type { Context } from "../../context.ts";
import { locateEngine } from "../../host/locate-engine.ts";
import { lastDuration } from "./last-durations.ts";
import { likelyService } from "../../services/likely-service.ts";
import { nextSteps } from "./next-steps.ts";

/** Time limit in milliseconds: the overview takes at most a second. */
const judgingMs = 600;
const maxShownFindings = 3;
const kinds = ["dockerfile", "compose", ...textDialects, "document"] as const satisfies readonly TargetKind[];

/**
 * `hullproof` alone: content of the current folder, most severe findings, and next steps. Contacts no engine and runs nothing. Texts
 * beyond the time limit are counted as not checked.
 */
export async function overview(session: Context, times: string | undefined): Promise<Overview> {
  const context: Context = { ...session, targets: ["."], withoutRepository: true };
  const { found, unread, passedOver } = await searchTargets(["."], context.cwd);
  const texts = found.filter((target) => target.kind !== "image" && target.kind !== "archive");
  const until = performance.now() + judgingMs;
  const checked: TargetResult[] = [];
  const broken: string[] = [];
  try {
    for await (const text of checkAll(texts, context, true)) {
      checked.push(text);
      if (performance.now() > until) break;
    }
  } catch (error) {
    context.signal?.throwIfAborted();
    // The only text of the folder is unreadable.
    if (!(error instanceof Failure)) throw error;
    broken.push(error.message);
  }
  const findings = checked.flatMap(({ run }) => run.findings);
  const sums = tally(findings);
  // Equal findings on several lines are shown once.
  const different = Map.groupBy(findings.toSorted(bySeverity), ({ rule, message }) => `${rule}\n${message}`);
  const mostSevere = [...different.values()].flatMap(([first]) => first ?? []).slice(0, maxShownFindings);
  const filesByKind = kinds.flatMap((kind) => {
    const paths = texts.flatMap((text) => (text.kind === kind && "path" in text ? [text.path] : []));
    return paths.length === 0 ? [] : [{ kind, paths }];
  });
  const engine = await locateEngine(context.env ?? {}, context.pathRules);
  const classes = checked.flatMap(({ run }) => run.fixes.map(({ fix }) => fix.applicability));
  const fixes = countedBy(classes);
  const failed = checked.flatMap(({ target, run }) => {
    const reason = run.results.find(({ verdict }) => verdict === "failed")?.reason;
    return reason === undefined ? [] : [{ name: target.name, reason }];
  });
  const only = broken.length === 0 ? [] : texts.flatMap((text) => ("path" in text ? [text.path] : []));
  const steps = nextSteps({
    here: filesByKind,
    mostSevere,
    tally: sums,
    fixes,
    hasEngine: "there" in engine && engine.there,
    serviceOf: (file) => likelyService(file, context),
    refused: new Set([...failed.map(({ name }) => name), ...only]),
  });
  const next = await Promise.all(
    steps.map(async (step) => {
      const verb = step.command.split(" ")[1] ?? "";
      const lastSeconds = times === undefined ? undefined : await lastDuration(times, verb, context.cwd);
      return lastSeconds === undefined ? step : { ...step, lastSeconds };
    }),
  );
  const skippedPaths = [...unread, ...passedOver].map(({ path, reason }) => `${path}: ${reason}`);
  return {
    here: filesByKind,
    engine,
    judged: checked.length,
    of: texts.length,
    mostSevere,
    tally: sums,
    notChecked: [
      ...broken,
      ...failed.map(({ name, reason }) => (reason.includes(name) ? reason : `${name}: ${reason}`)),
      ...skippedPaths,
    ],
    next,
  };
}

function countedBy(classes: readonly Applicability[]): Readonly<Record<Applicability, number>> {
  const of = (applicability: Applicability) => classes.filter((name) => name === applicability).length;
  return { safe: of("safe"), proven: of("proven"), suggested: of("suggested") };
}

function bySeverity(one: Finding, other: Finding): number {
  return severities.indexOf(one.severity) - severities.indexOf(other.severity);
}
