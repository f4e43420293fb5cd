import type { Report } from "../../../src/domain/report/report.ts";

/** What two engines say of one image; undefined when it is the same. How the engine names and stores it may differ. */
export function sameImage(one: Report, other: Report): string | undefined {
  const [a, b] = [one.image, other.image];
  if (a === undefined || b === undefined) return "there is no image in the report";
  const parts: readonly (readonly [string, unknown, unknown])[] = [
    [
      "layers",
      a.layers.map(({ diffId, files }) => [diffId, files]),
      b.layers.map(({ diffId, files }) => [diffId, files]),
    ],
    ["packages", a.packages.map(({ purl }) => purl), b.packages.map(({ purl }) => purl)],
    ["setuid files", a.setuid, b.setuid],
    ["user", a.user, b.user],
    ["bytes", a.sizeBytes, b.sizeBytes],
  ];
  const differs = parts.filter(([, left, right]) => JSON.stringify(left) !== JSON.stringify(right));
  return differs.length === 0
    ? undefined
    : differs.map(([name, left, right]) => `${name}: ${short(left)} there, ${short(right)} here`).join("; ");
}

function short(value: unknown): string {
  return Array.isArray(value) && value.length > 3 ? `${value.length}` : JSON.stringify(value).slice(0, 100);
}
