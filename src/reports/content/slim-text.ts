import type { SlimResult } from "../../domain/report/slim-result.ts";
import { bytesText, countText, listText } from "./units.ts";

const minNamedBytes = 1_048_576;

function bytesOf(packages: readonly { readonly bytes: number }[]): string {
  return bytesText(packages.reduce((sum, { bytes }) => sum + bytes, 0));
}

function firstOf(names: readonly string[], max: number): string {
  return names.length <= max ? listText(names) : `${names.slice(0, max).join(", ")} and ${names.length - max} more`;
}

/** Packages that no evidence keeps but another's Depends, where they weigh something. */
function dependsText(notExercised: SlimResult["notExercised"]): string[] {
  const byDepends = notExercised.filter((one) => one.class === "depends-only");
  if (byDepends.every(({ bytes }) => bytes < minNamedBytes)) return [];
  return [
    `Only Depends keep ${countText(byDepends.length, "package")}, ${bytesOf(byDepends)}: ${firstOf(
      byDepends.map(({ name }) => name),
      5,
    )}; slim.drop tries without them`,
  ];
}

const moduleKinds = [
  ["development", "Development dependencies", "npm ci --omit=dev leaves those of npm out"],
  ["undeclared", "Undeclared", "no file of the project and no package asks for them"],
  ["declared", "Declared and not opened", "they stay: a module may be loaded late"],
] as const;

/** Of npm and PyPI, by what asks for them. */
function moduleTexts(modules: SlimResult["modules"]): string[] {
  return moduleKinds.flatMap(([kind, title, remark]) => {
    const those = modules.filter(({ status }) => status === kind);
    if (those.length === 0) return [];
    const names = firstOf(
      those.map(({ name }) => name),
      5,
    );
    return [`${title}: ${countText(those.length, "package")} of npm or PyPI, ${bytesOf(those)}: ${names}; ${remark}`];
  });
}

/** What left, in sentences: what was not exercised first. */
export function slimTexts(result: SlimResult): string[] {
  const {
    status,
    reason = "",
    packages,
    witnesses,
    notExercised,
    lost,
    probes,
    folders,
    bytes,
    vulnerabilities,
    modules,
  } = result;
  const broken = witnesses.slice(0, 5).map(({ name, problem }) => `Without ${name} something broke: ${problem}`);
  if (status === "none") return [`No package left: ${reason}`, ...broken, ...moduleTexts(modules)];
  if (status === "available")
    return [
      `Nothing was seen to need ${countText(packages.length, "package")}, ${bytesOf(packages)}: --slim tries to run without them`,
      ...moduleTexts(modules),
    ];
  return [
    ...(notExercised.length === 0
      ? []
      : [
          `Not exercised: ${countText(notExercised.length, "package")}, ${bytesOf(notExercised)}, stay without having been opened: ${firstOf(
            notExercised.map(({ name }) => name),
            8,
          )}`,
        ]),
    ...dependsText(notExercised),
    `Removed: ${countText(packages.length, "package")}, ${bytesOf(packages)}: ${firstOf(packages.map(({ name }) => name).toSorted(), 12)}`,
    ...(bytes === undefined
      ? []
      : [
          `All layers: ${bytesText(bytes.before)} before, ${bytesText(bytes.after)} after, with or without the base at hand; a change of ${folders.length === 0 ? "the application" : listText(folders)} sends ${bytesText(folders.length === 0 ? bytes.after : bytes.application)}`,
        ]),
    ...(probes.length === 0
      ? []
      : [`Equal answers beside the workload: ${listText(probes.map((name) => name.replace("probe: ", "")))}`]),
    ...(vulnerabilities === undefined
      ? []
      : [
          `${countText(vulnerabilities.removed.length, "vulnerability", "vulnerabilities")} left with the code; ${vulnerabilities.hidden.length} hidden from scanners`,
        ]),
    ...broken,
    ...moduleTexts(modules),
    ...(lost.length === 0 ? [] : [`Lost: ${firstOf(lost, 5)}`]),
    "To look inside, or to go back: docker build --target app (the first added stage)",
  ];
}
