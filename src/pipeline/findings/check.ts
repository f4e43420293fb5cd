import { Failure } from "../../domain/failure.ts";
import type { Finding } from "../../domain/finding/finding.ts";
import type { OwnRule } from "../../domain/settings/config.ts";
import type { Report } from "../../domain/report/report.ts";
import { inReportOrder } from "../../rules/run/run-rules.ts";
import { aboutRules } from "../judge/about-rules.ts";
import type { RenderTarget } from "../judge/render/to-render.ts";
import { checkAll } from "./check-all.ts";
import type { TargetResult } from "../rule-runs/target-result.ts";
import { checkConfigIgnores } from "../judge/config-ignores.ts";
import type { Context } from "../context.ts";
import { customIn, refuseUnloaded } from "../custom-rules/refuse-unloaded.ts";
import { folderOfChart } from "../targets/folder-of-chart.ts";
import type { NotRead } from "../targets/search/search-result.ts";
import { searchTargets, type FoundTargets } from "../targets/targets.ts";

export { checkedVersions } from "../judge/checked-versions.ts";

/** `hullproof check`: finds targets and evaluates the rules that apply to each. Throws `Failure` where there is nothing to check. */
export async function check(targets: readonly string[], session: Context): Promise<Report> {
  const context: Context = { ...session, targets };
  const { found, unread, passedOver, rendered } = await search(targets, context);
  if (found.length === 0 && rendered.length === 0) throw nothingToCheck(targets, [...unread, ...passedOver]);
  const checked = await Array.fromAsync(checkAll(found, context, false, passedOver));
  if (rendered.length > 0) {
    const { checkRendered } = await import("./check-rendered.ts");
    const isOnlyTarget = found.length === 0 && rendered.length === 1;
    checked.push(...(await Array.fromAsync(checkRendered(rendered, context, isOnlyTarget))));
  }
  const folders = targets.filter((target) =>
    found.every((checkTarget) => !("path" in checkTarget) || checkTarget.path !== target),
  );
  refuseUnloaded(context, checked);
  const report = toReport([...checked, ...checkConfigIgnores(checked, folders, context)], context.version);
  return { ...report, ...leftOut({ unread, passedOver }, checked) };
}

/** Finds the targets and those to render; nothing is rendered without --render. */
async function search(
  targets: readonly string[],
  { cwd, layers, render = [], values = [] }: Context,
): Promise<FoundTargets & { readonly rendered: readonly RenderTarget[] }> {
  const searched = await searchTargets(render.length > 0 ? targets.map(folderOfChart) : targets, cwd, layers);
  if (render.length === 0 && values.length === 0) return { ...searched, rendered: [] };
  const { toRender } = await import("../judge/render/to-render.ts");
  const { targets: rendered, rest } = toRender(searched, render, cwd);
  if (values.length > 0) refuseMisplacedValues(values, rendered);
  const formOf = { helm: "chart", kustomize: "kustomization" } as const;
  const none = render
    .filter((by) => !searched.passedOver.some(({ form }) => form === formOf[by]))
    .map((by) => ({ path: targets.join(", "), reason: `--render ${by} was asked for, and there is nothing for it` }));
  return { ...rest, passedOver: [...rest.passedOver, ...none], rendered };
}

/** Values belong to one chart: applied to another, they would have no effect or a different one. */
function refuseMisplacedValues(values: readonly string[], rendered: readonly RenderTarget[]): void {
  const charts = rendered.filter(({ by }) => by === "helm");
  if (charts.length === 1) return;
  const chartCount = charts.length === 0 ? "none is rendered" : `${charts.length} are rendered`;
  throw new Failure("bad-usage", `--values ${values.join(" ")} is for one chart, and ${chartCount}.`, {
    hint: `Name the chart: hullproof check --render helm --values ${values[0]} ${charts[0]?.folder ?? "CHART"}`,
  });
}

/** Files that were found and not read, for the report. */
function leftOut(
  { unread, passedOver }: Pick<FoundTargets, "unread" | "passedOver">,
  checked: readonly TargetResult[],
): Pick<Report, "unread" | "notChecked"> {
  const notChecked = [
    ...skippedFileTexts(passedOver),
    ...checked.flatMap((targetResult) => targetResult.notChecked ?? []),
  ];
  const notRead = [...unread, ...checked.flatMap((targetResult) => targetResult.unread ?? [])];
  return { ...(notRead.length > 0 && { unread: notRead }), ...(notChecked.length > 0 && { notChecked }) };
}

function nothingToCheck(targets: readonly string[], notRead: readonly NotRead[]): Failure {
  const notReadTexts = notRead.slice(0, maxNamedFiles).map(({ path, reason }) => `${path} is not read: ${reason}.`);
  const remainder = notRead.length > maxNamedFiles ? [`So are ${notRead.length - maxNamedFiles} more.`] : [];
  return new Failure("no-such-file", `nothing to check in ${targets.join(", ")}`, {
    hint: [
      "A folder is searched for Dockerfiles, Containerfiles, Compose files, Kubernetes manifests, Quadlet units, Markdown, shell scripts, and makefiles, CI files and systemd units that call an engine. Name a file or an image.",
      ...notReadTexts,
      ...remainder,
    ].join(" "),
  });
}

const maxNamedFiles = 5;
/** Paths in one sentence: one or two show the kind of files. */
const maxPaths = 2;

/** One sentence per reason, since a folder may hold thousands of manifests. */
function skippedFileTexts(passedOver: readonly NotRead[]): string[] {
  return [...Map.groupBy(passedOver, ({ reason }) => reason)].map(([reason, sameReason]) => {
    const paths = sameReason.slice(0, maxPaths).map(({ path }) => path);
    const remainder = sameReason.length > maxPaths ? ` and ${sameReason.length - maxPaths} more` : "";
    return `${paths.join(", ")}${remainder}: ${reason}`;
  });
}

/** Checks the texts of a folder, and lists files that were found and not read; an unreadable file is a failed result. */
export async function checkFolder(
  dir: string,
  session: Context,
  built: boolean,
): Promise<{ readonly checked: readonly TargetResult[]; readonly leftOut: Pick<Report, "unread" | "notChecked"> }> {
  const context: Context = { ...session, targets: [dir] };
  const { found, ...rest } = await searchTargets([dir], context.cwd);
  const checked = await Array.fromAsync(checkAll(found, context, built, rest.passedOver));
  return { checked, leftOut: leftOut(rest, checked) };
}

/** Policy demands of all configurations, each id once. */
function policyRulesIn(checked: readonly TargetResult[]): readonly OwnRule[] {
  return [
    ...new Map(checked.flatMap(({ config }) => config?.policy.rules ?? []).map((rule) => [rule.id, rule])).values(),
  ];
}

/** One report of all targets in their given order; findings and results in report order. */
export function toReport(checked: readonly TargetResult[], version: string): Report {
  const image = checked.find((targetResult) => targetResult.image !== undefined)?.image;
  const vulnerabilities = checked.flatMap((targetResult) => targetResult.vulnerabilities ?? []);
  const results = checked.flatMap((targetResult) => targetResult.run.results);
  const findings: Finding[] = checked.flatMap((targetResult) => targetResult.run.findings).sort(inReportOrder);
  return {
    schemaVersion: 2,
    tool: { name: "hullproof", version },
    targets: checked.map((targetResult) => targetResult.target),
    rules: results,
    ...aboutRules({ rules: results, findings }, policyRulesIn(checked), customIn(checked)),
    findings,
    ...(image && { image }),
    ...(vulnerabilities.length > 0 && { vulnerabilities }),
  };
}
