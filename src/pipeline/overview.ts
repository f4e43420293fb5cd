import { Failure } from "../domain/failure.ts";
import { severities, type Finding } from "../domain/finding/finding.ts";
import type { Applicability } from "../domain/finding/fix.ts";
import type { Overview } from "../domain/report/overview.ts";
import type { TargetKind } from "../domain/report/report.ts";
import { tally } from "../reports/content/chapters.ts";
import { checkAll } from "./check/check-all.ts";
import type { Checked } from "./check/checked.ts";
import { searchTargets } from "./check/targets.ts";
import type { Context } from "./context.ts";
import { engineHere } from "./overview/engine-here.ts";
import { lastTime } from "./overview/last-times.ts";
import { likelyService } from "./overview/likely-service.ts";
import { nextSteps } from "./overview/next-steps.ts";

/** Milliseconds in which texts are judged: the whole answer comes within a second. */
const judgingMs = 600;
const mostShown = 3;
const kinds = ["dockerfile", "compose", "kubernetes", "quadlet", "document"] as const satisfies readonly TargetKind[];

/**
 * `hullproof` alone: what is in the current folder, the most severe findings, and what to do next. No engine is asked and nothing is run. Texts
 * that there was no time for are counted, never passed.
 */
export async function overview(session: Context, times: string | undefined): Promise<Overview> {
  const context: Context = { ...session, targets: ["."], withoutRepository: true };
  const { found, unread, passedOver } = await searchTargets(["."], context.cwd);
  const texts = found.filter((one) => one.kind !== "image" && one.kind !== "archive");
  const until = performance.now() + judgingMs;
  const checked: Checked[] = [];
  const broken: string[] = [];
  try {
    for await (const one of checkAll(texts, context, true)) {
      checked.push(one);
      if (performance.now() > until) break;
    }
  } catch (error) {
    context.signal?.throwIfAborted();
    // The only text of the folder, which can't be read.
    if (!(error instanceof Failure)) throw error;
    broken.push(error.message);
  }
  const findings = checked.flatMap(({ run }) => run.findings);
  const sums = tally(findings);
  // What several lines have in common is shown once.
  const different = Map.groupBy(findings.toSorted(bySeverity), ({ rule, message }) => `${rule}\n${message}`);
  const mostSevere = [...different.values()].flatMap(([first]) => first ?? []).slice(0, mostShown);
  const here = kinds.flatMap((kind) => {
    const paths = texts.flatMap((one) => (one.kind === kind && "path" in one ? [one.path] : []));
    return paths.length === 0 ? [] : [{ kind, paths }];
  });
  const engine = await engineHere(context.env ?? {}, context.pathRules);
  const classes = checked.flatMap(({ run }) => run.fixes.map(({ fix }) => fix.applicability));
  const fixes = countedBy(classes);
  const failed = checked.flatMap(({ target, run }) => {
    const reason = run.results.find(({ verdict }) => verdict === "failed")?.reason;
    return reason === undefined ? [] : [{ name: target.name, reason }];
  });
  const only = broken.length === 0 ? [] : texts.flatMap((one) => ("path" in one ? [one.path] : []));
  const steps = nextSteps({
    here,
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
      const lastSeconds = times === undefined ? undefined : await lastTime(times, verb, context.cwd);
      return lastSeconds === undefined ? step : { ...step, lastSeconds };
    }),
  );
  const left = [...unread, ...passedOver].map(({ path, reason }) => `${path}: ${reason}`);
  return {
    here,
    engine,
    judged: checked.length,
    of: texts.length,
    mostSevere,
    tally: sums,
    notChecked: [
      ...broken,
      ...failed.map(({ name, reason }) => (reason.includes(name) ? reason : `${name}: ${reason}`)),
      ...left,
    ],
    next,
  };
}

function countedBy(classes: readonly Applicability[]): Readonly<Record<Applicability, number>> {
  const of = (wanted: Applicability) => classes.filter((one) => one === wanted).length;
  return { safe: of("safe"), proven: of("proven"), suggested: of("suggested") };
}

function bySeverity(one: Finding, other: Finding): number {
  return severities.indexOf(one.severity) - severities.indexOf(other.severity);
}
