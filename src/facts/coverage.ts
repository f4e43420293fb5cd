import type { Coverage, CoverageShare } from "../domain/report/coverage.ts";
import type { PackageInfo } from "../domain/image/image-info.ts";
import type { Observed } from "../domain/workload/observation.ts";
import type { Trial } from "../domain/workload/trial.ts";
import type { Workload } from "../domain/workload/workload.ts";
import { kindOf } from "../steps/kind-of.ts";
import { routeCoverage, routeText } from "./requests/route-coverage.ts";
import { walkTree, type Tree } from "./tree/tree.ts";

export interface CoveredImage {
  readonly tree: Tree;
  readonly packages: readonly PackageInfo[];
  /** Purl of the package that owns what shows at a path. */
  readonly ownerAt: (path: string) => string | undefined;
}

/** `original` is a trial without restrictions that passed; without `image` nothing is said of what it holds. */
export function coverageOf(
  workload: Workload,
  original: Trial | undefined,
  observed: Observed | undefined,
  image: CoveredImage | undefined,
): Coverage {
  const strength = strengthOf(workload);
  const shares = image === undefined || observed === undefined ? [] : sharesOf(image, observed.files);
  const { syscalls } = observed ?? {};
  return {
    oracle: oracleOf(workload),
    strength,
    endpoints: endpointsOf(workload, original),
    shares,
    ...(syscalls === undefined || syscalls.method === "none" ? {} : { syscalls: syscalls.names.length }),
    doubts: doubtsOf(workload, strength, observed, image),
  };
}

function strengthOf({ steps, origin = "declared" }: Workload): Coverage["strength"] {
  if (origin === "declared" && steps.some(({ kind }) => kind !== "signal")) return "answers";
  return steps.some(({ kind }) => kind === "port" || kind === "health") ? "ports" : "starts";
}

function oracleOf(workload: Workload): string {
  const routes = routeCoverage(workload);
  return routes === undefined ? partsOf(workload) : `${partsOf(workload)}; ${routeText(routes)}`;
}

function partsOf({ steps, ready, soak, load, restart, origin, companions = [] }: Workload): string {
  const ports = steps.filter(({ kind }) => kind === "port").length;
  const stepNames = steps.filter(({ kind }) => kind !== "port").map(({ name }) => name);
  const omittedStepsNote = stepNames.length > 6 ? [`${stepNames.length - 6} more steps`] : [];
  const parts = [
    ready.kind === "ended" ? "run to its end" : "start",
    ...(companions.length > 0 ? [`beside ${companions.map(({ name }) => name).join(" and ")}`] : []),
    ...(ports > 0 ? [`${ports} port${ports === 1 ? "" : "s"}`] : []),
    ...stepNames.slice(0, 6),
    ...omittedStepsNote,
    ...(load === undefined || steps.length === 0 ? [] : [`${load.clients} at once for ${load.forMs / 1000} s`]),
    ...(soak === undefined ? [] : [`${soak.forMs / 1000} s of load`]),
    ...(ready.kind === "ended" ? [] : ["stop"]),
    ...(restart ? ["restart"] : []),
  ];
  return `${parts.join(", ")}${origin === "image" || steps.length === 0 ? "; no declared steps" : ""}`;
}

function endpointsOf({ steps }: Workload, original: Trial | undefined): Coverage["endpoints"] {
  const times = new Map<string, number>();
  for (const { steps: outcomes } of original?.lives ?? [])
    for (const { name, repeats } of outcomes) times.set(name, (times.get(name) ?? 0) + (repeats?.count ?? 1));
  return [...new Map(steps.map((step) => [step.name, step])).values()].map((step) => ({
    what: kindOf(step).described(step),
    times: times.get(step.name) ?? 0,
  }));
}

const languages: readonly (readonly [string, RegExp])[] = [
  ["shared libraries", /\.so(?:\.[\d.]+)?$/],
  ["Python files", /\.py$/],
  ["JavaScript files", /\.[cm]?js$/],
  ["Ruby files", /\.rb$/],
  ["PHP files", /\.php$/],
  ["Perl files", /\.p[lm]$/],
  ["Java archives", /\.jar$/],
];

function sharesOf({ tree, packages, ownerAt }: CoveredImage, files: Observed["files"]): CoverageShare[] {
  if (files.method === "none") return [];
  const executed = new Set(files.executed);
  const usedPaths = new Set([...files.opened, ...files.executed].map(sourceOf));
  const kinds = new Map<string, { touched: number; untouched: string[] }>();
  const count = (of: string, name: string, touched: boolean) => {
    const counts = kinds.get(of) ?? { touched: 0, untouched: [] };
    if (touched) counts.touched++;
    else counts.untouched.push(name);
    kinds.set(of, counts);
  };
  for (const { path, type, mode } of walkTree(tree)) {
    if (type !== "file" && type !== "hardlink") continue;
    const language = languages.find(([, ending]) => ending.test(path))?.[0];
    if (language !== undefined) count(language, path, usedPaths.has(path));
    else if ((mode & 0o111) !== 0) count("programs", path, executed.has(path) || usedPaths.has(path));
  }
  const used = new Set([...usedPaths].flatMap((path) => ownerAt(path) ?? []));
  for (const { purl, name, files: fileCount } of packages)
    if (fileCount !== undefined && fileCount > 0) count("packages", name, used.has(purl));
  const order = ["programs", "packages", ...languages.map(([of]) => of)];
  return order.flatMap((of) => {
    const counts = kinds.get(of);
    if (counts === undefined) return [];
    const { touched, untouched } = counts;
    return [{ of, touched, present: touched + untouched.length, untouched: untouched.toSorted().slice(0, 5) }];
  });
}

/** Python runs `x.py` out of `__pycache__/x.cpython-313.pyc`. */
function sourceOf(path: string): string {
  return path.replace(/\/__pycache__\/([^/]+?)\.[^./]+(?:\.opt-\d)?\.pyc$/, "/$1.py");
}

function doubtsOf(
  workload: Workload,
  strength: Coverage["strength"],
  observed: Observed | undefined,
  image: CoveredImage | undefined,
): string[] {
  const { files, syscalls } = observed ?? {};
  return [
    ...(strength === "answers"
      ? []
      : ["No steps were declared, so what the container does for its users was not observed: declare workload.steps."]),
    ...(workload.restart
      ? []
      : ["It was not started again on the same data: what only a second start needs was not seen."]),
    ...(files === undefined || files.method === "none"
      ? [`Which files it opened could not be seen${files === undefined ? "" : ` (${files.reason})`}.`]
      : image === undefined
        ? ["The image could not be read, so what it holds beside what was opened is unknown."]
        : files.complete
          ? []
          : [`Files may be missing among those that were opened (${files.reason}).`]),
    ...(syscalls === undefined || syscalls.method !== "none"
      ? []
      : [`System calls were not traced (${syscalls.reason}).`]),
  ];
}
