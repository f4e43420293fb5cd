import { Failure } from "../../domain/failure.ts";
import type { Finding } from "../../domain/finding/finding.ts";
import type { OwnRule } from "../../domain/settings/config.ts";
import type { Report } from "../../domain/report/report.ts";
import { inReportOrder } from "../../rules/run/run-rules.ts";
import { aboutRules } from "../about-rules.ts";
import type { RenderTarget } from "./kubernetes/render/to-render.ts";
import { checkAll } from "./check-all.ts";
import type { Checked } from "./checked.ts";
import { checkConfigIgnores } from "./config-ignores.ts";
import type { Context } from "../context.ts";
import { customIn, refuseUnloaded } from "../custom-rules/refuse-unloaded.ts";
import { folderOfChart } from "./kubernetes/folder-of-chart.ts";
import type { NotRead } from "./search/searched.ts";
import { searchTargets, type FoundTargets } from "./targets.ts";

export { checkedVersions } from "./checked-versions.ts";

/** `hullproof check`: finds targets, runs the rules that apply to each. Throws `Failure` where there is nothing to check. */
export async function check(targets: readonly string[], session: Context): Promise<Report> {
  const context: Context = { ...session, targets };
  const { found, unread, passedOver, rendered } = await search(targets, context);
  if (found.length === 0 && rendered.length === 0) throw nothingToCheck(targets, [...unread, ...passedOver]);
  const checked = await Array.fromAsync(checkAll(found, context, false, passedOver));
  if (rendered.length > 0) {
    const { checkRendered } = await import("./kubernetes/render/check-rendered.ts");
    const alone = found.length === 0 && rendered.length === 1;
    checked.push(...(await Array.fromAsync(checkRendered(rendered, context, alone))));
  }
  const folders = targets.filter((target) => found.every((one) => !("path" in one) || one.path !== target));
  refuseUnloaded(context, checked);
  const report = toReport([...checked, ...checkConfigIgnores(checked, folders, context)], context.version);
  return { ...report, ...leftOut({ unread, passedOver }, checked) };
}

/** What is there, and of it what is to be rendered; nothing is rendered that was not asked for. */
async function search(
  targets: readonly string[],
  { cwd, layers, render = [], values = [] }: Context,
): Promise<FoundTargets & { readonly rendered: readonly RenderTarget[] }> {
  const searched = await searchTargets(render.length > 0 ? targets.map(folderOfChart) : targets, cwd, layers);
  if (render.length === 0 && values.length === 0) return { ...searched, rendered: [] };
  const { toRender } = await import("./kubernetes/render/to-render.ts");
  const { targets: rendered, rest } = toRender(searched, render, cwd);
  if (values.length > 0) refuseValues(values, rendered);
  const formOf = { helm: "chart", kustomize: "kustomization" } as const;
  const none = render
    .filter((by) => !searched.passedOver.some(({ form }) => form === formOf[by]))
    .map((by) => ({ path: targets.join(", "), reason: `--render ${by} was asked for, and there is nothing for it` }));
  return { ...rest, passedOver: [...rest.passedOver, ...none], rendered };
}

/** Values are those of one chart: laid over another one, they would mean nothing, or something else. */
function refuseValues(values: readonly string[], rendered: readonly RenderTarget[]): void {
  const charts = rendered.filter(({ by }) => by === "helm");
  if (charts.length === 1) return;
  const there = charts.length === 0 ? "none is rendered" : `${charts.length} are rendered`;
  throw new Failure("bad-usage", `--values ${values.join(" ")} is for one chart, and ${there}.`, {
    hint: `Name the chart: hullproof check --render helm --values ${values[0]} ${charts[0]?.folder ?? "CHART"}`,
  });
}

/** What was found and not read, for the report. */
function leftOut(
  { unread, passedOver }: Pick<FoundTargets, "unread" | "passedOver">,
  checked: readonly Checked[],
): Pick<Report, "unread" | "notChecked"> {
  const notChecked = [...passedOverTexts(passedOver), ...checked.flatMap((one) => one.notChecked ?? [])];
  const notRead = [...unread, ...checked.flatMap((one) => one.unread ?? [])];
  return { ...(notRead.length > 0 && { unread: notRead }), ...(notChecked.length > 0 && { notChecked }) };
}

function nothingToCheck(targets: readonly string[], told: readonly NotRead[]): Failure {
  const seen = told.slice(0, mostNamed).map(({ path, reason }) => `${path} is not read: ${reason}.`);
  const more = told.length > mostNamed ? [`So are ${told.length - mostNamed} more.`] : [];
  return new Failure("no-such-file", `nothing to check in ${targets.join(", ")}`, {
    hint: [
      "A folder is searched for Dockerfiles, Containerfiles, Compose files, Kubernetes manifests, Quadlet units, Markdown, shell scripts, and makefiles, CI files and systemd units that call an engine. Name a file or an image.",
      ...seen,
      ...more,
    ].join(" "),
  });
}

const mostNamed = 5;
/** Paths of one sentence: a reader knows by one or two what kind of files they are. */
const maxPaths = 2;

/** A folder may hold thousands of manifests: one sentence for each reason. */
function passedOverTexts(passedOver: readonly NotRead[]): string[] {
  return [...Map.groupBy(passedOver, ({ reason }) => reason)].map(([reason, all]) => {
    const paths = all.slice(0, maxPaths).map(({ path }) => path);
    const more = all.length > maxPaths ? ` and ${all.length - maxPaths} more` : "";
    return `${paths.join(", ")}${more}: ${reason}`;
  });
}

/** The texts of a folder, as `check` finds them, and what it found and did not read; what it cannot read is a failed result. */
export async function checkFolder(
  dir: string,
  session: Context,
  built: boolean,
): Promise<{ readonly checked: readonly Checked[]; readonly leftOut: Pick<Report, "unread" | "notChecked"> }> {
  const context: Context = { ...session, targets: [dir] };
  const { found, ...rest } = await searchTargets([dir], context.cwd);
  const checked = await Array.fromAsync(checkAll(found, context, built, rest.passedOver));
  return { checked, leftOut: leftOut(rest, checked) };
}

/** Demands of all configurations that counted, each id once. */
function ownIn(checked: readonly Checked[]): readonly OwnRule[] {
  return [...new Map(checked.flatMap(({ config }) => config?.policy.rules ?? []).map((one) => [one.id, one])).values()];
}

/** One report of all targets, in the order they were given; findings and results in report order. */
export function toReport(checked: readonly Checked[], version: string): Report {
  const image = checked.find((one) => one.image !== undefined)?.image;
  const vulnerabilities = checked.flatMap((one) => one.vulnerabilities ?? []);
  const results = checked.flatMap((one) => one.run.results);
  const findings: Finding[] = checked.flatMap((one) => one.run.findings).sort(inReportOrder);
  return {
    schemaVersion: 1,
    tool: { name: "hullproof", version },
    targets: checked.map((one) => one.target),
    rules: results,
    ...aboutRules({ rules: results, findings }, ownIn(checked), customIn(checked)),
    findings,
    ...(image && { image }),
    ...(vulnerabilities.length > 0 && { vulnerabilities }),
  };
}
