import { ownValue } from "../domain/own-value.ts";
import { isRecord } from "../domain/is-record.ts";

/** Keys of version 1 that have another name since: their path (`*`: each item), the name then and now. */
const renamedKeys: readonly (readonly [path: string, before: string, now: string])[] = [
  ["image.packages.*", "licences", "licenses"],
  ["inspection.matches.*", "licences", "licenses"],
  ["advisories.sources.*", "licence", "license"],
  ["remedies.*", "flaws", "vulnerabilities"],
  ["bases.candidates.*", "flaws", "vulnerabilities"],
  ["bases.candidates.*.pending", "flaws", "vulnerabilities"],
  ["bases.candidates.*.life", "meanFlaws", "meanVulnerabilities"],
  ["bases.candidates.*.life.builds.*.days.*", "flaws", "vulnerabilities"],
  ["audit.containers.*.drift.*", "way", "direction"],
  ["audit.containers.*.drift.*", "is", "actual"],
  ["proof", "standing", "validity"],
  ["proof.validity.machine.differences.*", "was", "proven"],
  ["proof.validity.machine.differences.*", "is", "actual"],
  ...["proof.before", "proof.after"].flatMap((snapshot): [string, string, string][] => [
    [snapshot, "knownFlaws", "knownVulnerabilities"],
    [snapshot, "graveFlaws", "severeVulnerabilities"],
  ]),
  ...["proof", "bases", "project"].map((part): [string, string, string] => [
    `${part}.trials.*.lives.*`,
    "course",
    "usage",
  ]),
];

/** A JSON report of version 1 with today's names of keys; `rules` stay one entry a result. The value itself is unchanged. */
export function withCurrentKeys(report: unknown): unknown {
  return renamedKeys.reduce(
    (value, [path, before, now]) => changeAt(value, path.split("."), (part) => renameKey(part, before, now)),
    report,
  );
}

/** `value` with each part at `path` changed; a path that leads nowhere changes nothing. */
function changeAt(value: unknown, [key, ...path]: readonly string[], change: (part: unknown) => unknown): unknown {
  if (key === undefined) return change(value);
  if (key === "*") return Array.isArray(value) ? value.map((item) => changeAt(item, path, change)) : value;
  if (!isRecord(value) || !Object.hasOwn(value, key)) return value;
  return { ...value, [key]: changeAt(ownValue(value, key), path, change) };
}

function renameKey(part: unknown, before: string, now: string): unknown {
  if (!isRecord(part) || !Object.hasOwn(part, before)) return part;
  const rest = Object.entries(part).filter(([key]) => key !== before);
  return { ...Object.fromEntries(rest), [now]: ownValue(part, before) };
}
