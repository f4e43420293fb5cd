import type { ChangelogEntry } from "../../domain/image/updates-answer.ts";
import { compareText } from "../../text/compare-text.ts";

const heading = /^([a-z0-9][a-z0-9+.-]*) \(([^()\s]+)\)((?:\s+[A-Za-z0-9.+-]+)*);\s*\S+=/;
const maxQuote = 300;

/** Entries of a Debian changelog, newest first (deb-changelog(5)). Other text has none; a truncated last entry is kept. */
export function parseChangelog(text: string): ChangelogEntry[] {
  const entries: (ChangelogEntry & { cves: { id: string; quote: string }[] })[] = [];
  for (const line of text.split("\n")) {
    const start = heading.exec(line);
    if (start !== null) {
      const distribution = (start[3] ?? "").trim();
      entries.push({ source: start[1] ?? "", version: start[2] ?? "", distribution, cves: [] });
      continue;
    }
    const entry = entries.at(-1);
    // Details are indented; the trailer ` -- NAME <MAIL>  DATE` is not one of them.
    if (entry === undefined || !line.startsWith("  ")) continue;
    for (const id of line.match(/\bCVE-[0-9]{4}-[0-9]{4,}\b/g) ?? []) {
      if (entry.cves.every((known) => known.id !== id)) entry.cves.push({ id, quote: line.trim().slice(0, maxQuote) });
    }
  }
  for (const entry of entries) entry.cves.sort((a, b) => compareCve(a.id, b.id));
  return entries;
}

/** By year, then by number: `CVE-2021-9999` before `CVE-2021-10000`. */
export function compareCve(a: string, b: string): number {
  const [, yearA = "", numberA = ""] = a.split("-");
  const [, yearB = "", numberB = ""] = b.split("-");
  return Number(yearA) - Number(yearB) || Number(numberA) - Number(numberB) || compareText(a, b);
}
