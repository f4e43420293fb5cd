import type { LoadResult } from "./load.ts";
import type { Result } from "./measure.ts";

const none = "-";

/** Markdown: one line a service, the sums, what went wrong, and the commands. */
export function serviceTable(results: readonly Result[]): string {
  const rows = results.map(rowOf);
  const header = Object.keys(rows[0] ?? {});
  const lines = [header, header.map(() => "---"), ...rows.map((row) => Object.values(row))];
  return [
    ...lines.map((cells) => `| ${cells.join(" | ")} |`),
    "",
    ...sums(results),
    "",
    "## What went wrong",
    "",
    ...results.flatMap(wrongs),
    "",
    "## The commands",
    "",
    ...results.flatMap(({ learned }) => (learned === undefined ? [] : [`    ${learned.call.replaceAll("\n", " ")}`])),
  ].join("\n");
}

function rowOf(result: Result): Readonly<Record<string, string>> {
  const { service, learned, truth, endured, before } = result;
  return {
    service,
    "learned capabilities": learned === undefined ? none : listed(learned.capabilities),
    "by brute force": truth === undefined ? none : listed(truth.capabilities),
    "root read-only": `${yes(learned?.readOnly)} / ${yes(truth && truth.readOnly.problems.length === 0)}`,
    user: `${learned?.user ?? none}${learned?.proposedUser === undefined ? "" : `, offers ${learned.proposedUser}`} / ${userOf(result)}`,
    "emitted line": endured === undefined ? none : endured.problems.length === 0 ? "as the original" : "WORSE",
    "failed of asked, 40 clients, 30 s":
      endured === undefined ? none : `${share(endured.load.learned)} / ${share(endured.load.control)}`,
    "p95 ms": endured === undefined ? none : `${endured.load.learned.p95} / ${endured.load.control.p95}`,
    "by exec": times(endured?.execs?.count, endured?.execs?.failed),
    restarts: times(endured?.restarts.count, endured?.restarts.refused),
    reloads: times(endured?.reloads?.count, endured?.reloads?.failed),
    days: times(endured?.days?.count, endured?.days?.failed),
    trials: learned === undefined ? none : `${before === undefined ? "" : `${before.trials} → `}${learned.trials}`,
    seconds: learned === undefined ? none : `${before === undefined ? "" : `${before.seconds} → `}${learned.seconds}`,
    "load average": learned === undefined ? none : learned.loadAverage.map((one) => one.toFixed(0)).join(" to "),
  };
}

function userOf({ truth }: Result): string {
  if (truth === undefined) return none;
  if (truth.user === undefined) return "root";
  return truth.user.problems.length === 0 ? truth.user.user : `root (not ${truth.user.user})`;
}

/** A proof that says yes and a line that is worse. */
export const wrongSafe = ({ learned, endured }: Result): boolean =>
  learned?.proven === true && endured !== undefined && endured.problems.length > 0;

/** More fail than of the control, or it did not live through it. */
export function failsUnderLoad({ endured }: Result): boolean {
  if (endured === undefined) return false;
  const { control, learned, after } = endured.load;
  return after.length > 0 || failsMore(learned, control);
}

function sums(results: readonly Result[]): string[] {
  const learned = results.filter((result) => result.learned !== undefined);
  const endured = results.filter((result) => result.endured !== undefined);
  const count = (of: (result: Result) => number): number => results.reduce((total, result) => total + of(result), 0);
  const seconds = learned.map((result) => result.learned?.seconds ?? 0).toSorted((a, b) => a - b);
  return [
    `- learned: ${learned.length} services, ${learned.filter((result) => result.learned?.proven === true).length} of them proven; measured to the end: ${endured.length}`,
    `- wrong "safe": ${results.filter(wrongSafe).length}`,
    `- refused restarts: ${count((result) => result.endured?.restarts.refused.length ?? 0)} of ${count((result) => result.endured?.restarts.count ?? 0)}`,
    `- failures under 5 times the load that the control does not have: ${results.filter(failsUnderLoad).length} services`,
    `- clients by exec that fail where the control's do not: ${results.filter(failsByExec).length} services`,
    `- p95 under 5 times the load: at most ${Math.max(...results.map(({ endured }) => (endured === undefined ? 0 : endured.load.learned.p95 / Math.max(1, endured.load.control.p95)))).toFixed(1)} times the control's`,
    `- reloads that failed: ${count((result) => result.endured?.reloads?.failed.length ?? 0)} of ${count((result) => result.endured?.reloads?.count ?? 0)}`,
    `- days of periodic work that failed: ${count((result) => result.endured?.days?.failed.length ?? 0)} of ${count((result) => result.endured?.days?.count ?? 0)}`,
    `- capabilities too many: ${count((result) => result.tooMany?.length ?? 0)}`,
    `- roots left writable that pass read-only by hand: ${results.filter(leftWritable).length}`,
    `- seconds of a learn: median ${seconds[Math.floor(seconds.length / 2)] ?? none}, most ${seconds.at(-1) ?? none}`,
  ];
}

function failsByExec({ endured }: Result): boolean {
  return (endured?.execs?.failed.length ?? 0) > (endured?.execs?.controlFailed.length ?? 0);
}

function leftWritable({ learned, truth }: Result): boolean {
  return learned?.readOnly === false && truth?.readOnly.problems.length === 0;
}

function wrongs(result: Result): string[] {
  const { service, learned, endured, truth, trouble } = result;
  const found = [
    ...(trouble === undefined ? [] : [`not measured to the end: ${trouble}`]),
    ...(learned?.proven === false ? ["learn says itself that its profile is not proven"] : []),
    ...(endured?.problems ?? []).map((problem) => `emitted line: ${problem}`),
    ...(result.tooMany ?? []).map((name) => `passes without ${name}`),
    ...(failsUnderLoad(result)
      ? [`under load: ${[endured?.load.learned.problem, ...(endured?.load.after ?? [])].filter(Boolean).join("; ")}`]
      : []),
    ...(failsByExec(result) ? (endured?.execs?.failed ?? []).slice(0, 2).map((problem) => `by exec: ${problem}`) : []),
    ...(endured?.restarts.refused ?? []).slice(0, 1).map((problem) => `restart: ${problem}`),
    ...(endured?.reloads?.failed ?? []).slice(0, 1).map((problem) => `reload: ${problem}`),
    ...(endured?.days?.failed ?? []).slice(0, 1).map((problem) => `periodic work: ${problem}`),
    ...(leftWritable(result)
      ? [`its root passes read-only with ${truth?.readOnly.tmpfs.join(", ") || "no tmpfs"}`]
      : []),
  ];
  return found.map((text) => `- ${service}: ${oneLine(text)}`);
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").slice(0, 400);
const listed = (names: readonly string[]): string => names.join(", ") || "none";
const yes = (holds: boolean | undefined): string => (holds === undefined ? none : holds ? "yes" : "no");
/** Any failure where the control has none; else a share that two standard deviations of both do not explain. */
function failsMore(learned: LoadResult, control: LoadResult): boolean {
  if (control.failed === 0) return learned.failed > 0;
  const share = (learned.failed + control.failed) / (learned.asked + control.asked);
  const deviation = Math.sqrt(share * (1 - share) * (1 / learned.asked + 1 / control.asked));
  return learned.failed / learned.asked - control.failed / control.asked > 2 * deviation;
}

const share = ({ failed, asked }: LoadResult): string => `${failed} of ${asked}`;

function times(count: number | undefined, failed: readonly string[] | undefined): string {
  return count === undefined || failed === undefined ? none : `${count - failed.length}/${count}`;
}
