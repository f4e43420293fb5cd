import { writeZip } from "../formats/write-zip.ts";

export interface OsvEntry {
  readonly id: string;
  readonly ecosystem: string;
  readonly package: string;
  readonly fixed: string;
}

/** A record of our own in the form of https://ossf.github.io/osv-schema/. */
export function osvRecord({ id, ecosystem, package: name, fixed }: OsvEntry): object {
  return {
    schema_version: "1.6.0",
    id,
    modified: "2026-11-20T00:00:00Z",
    published: "2026-11-19T00:00:00Z",
    summary: `vulnerability of ${name}`,
    affected: [
      { package: { ecosystem, name }, ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed }] }] },
    ],
  };
}

/** An export as OSV gives it: one member a record. */
export function osvExport(entries: readonly OsvEntry[]): Buffer {
  return writeZip(entries.map((entry) => ({ name: `${entry.id}.json`, content: JSON.stringify(osvRecord(entry)) })));
}

/** So many vulnerabilities of packages of one ecosystem. */
export function osvRecords(ecosystem: string, count: number, fixed = "1.5"): OsvEntry[] {
  const prefix = ecosystem.startsWith("AlmaLinux") ? "ALSA-2026:" : "GHSA-0000-0000-";
  return Array.from({ length: count }, (_, number) => ({
    id: `${prefix}${String(number).padStart(4, "0")}`,
    ecosystem,
    package: `package-${number}`,
    fixed,
  }));
}
