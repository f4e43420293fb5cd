import type { SlimResult } from "../../domain/report/slim-result.ts";
import { bytesText, countText, listText } from "./units.ts";

function bytesOf(packages: readonly { readonly bytes: number }[]): string {
  return bytesText(packages.reduce((sum, { bytes }) => sum + bytes, 0));
}

function firstOf(names: readonly string[], max: number): string {
  return names.length <= max ? listText(names) : `${names.slice(0, max).join(", ")} and ${names.length - max} more`;
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
  } = result;
  const broken = witnesses.slice(0, 5).map(({ name, problem }) => `Without ${name} something broke: ${problem}`);
  if (status === "none") return [`No package left: ${reason}`, ...broken];
  if (status === "available")
    return [
      `Nothing was seen to need ${countText(packages.length, "package")}, ${bytesOf(packages)}: --slim tries to run without them`,
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
    ...(lost.length === 0 ? [] : [`Lost: ${firstOf(lost, 5)}`]),
    "To look inside, or to go back: docker build --target app (the first added stage)",
  ];
}
