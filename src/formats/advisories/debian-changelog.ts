import { debianReleases } from "../../data/debian-releases.ts";
import { fieldsOf, isFields, sorted, textOf, textsOf, type Fields } from "./fields.ts";
import type { AdvisoryFormat } from "./advisory-format.ts";
import type { Parsed } from "../../domain/advisory/statement.ts";
import { listOf } from "../json/values.ts";

/**
 * Vulnerabilities that changelogs of Debian's packages name, by source package: `{"apt": {"installed": "3.0.3", "fixes": [{"v", "dist", "cves"}]}}`.
 * They say "fixed in", never "not affected" or "not fixed", so they weigh less than the tracker.
 */
export default {
  name: "debian-changelog",
  title: "Vulnerabilities named in changelogs of Debian's packages",
  sources: [{ name: "debian-changelog", license: "facts collected from the packages' changelogs" }],
  value(value, path) {
    const entries = Object.entries(value);
    return entries.length > 0 &&
      entries.every(
        ([, changelogEntry]) =>
          Array.isArray(fieldsOf(changelogEntry)["fixes"]) && "installed" in fieldsOf(changelogEntry),
      )
      ? readSources(value, path)
      : undefined;
  },
} satisfies AdvisoryFormat as AdvisoryFormat;

function* readSources(sources: Fields, path: string): Generator<Parsed> {
  const release = newestRelease(sources);
  if (release === undefined) {
    yield { kind: "malformed", what: path, why: "no entry tells for which release it was made" };
    return;
  }
  for (const [source, { fixes }] of Object.entries(sources).map(([name, value]) => [name, fieldsOf(value)] as const)) {
    for (const fix of listOf(fixes)) {
      const { v, dist, cves } = fieldsOf(fix);
      const version = textOf(v, 255);
      if (!isFields(fix) || version === undefined || source.length > 512) {
        yield { kind: "malformed", what: `${path}, ${source.slice(0, 80)}`, why: "an entry has no version" };
        continue;
      }
      yield {
        kind: "debian-line",
        line: {
          list: "changelog",
          release,
          package: source,
          version,
          distribution: textOf(dist) ?? "",
          cves: sorted(textsOf(cves).filter((cve) => /^CVE-\d{4}-\d+$/.test(cve))),
        },
      };
    }
  }
}

/** The packages are of the newest release that any entry was made for: "trixie-security". */
function newestRelease(sources: Fields): string | undefined {
  const suites = Object.values(sources).flatMap((value) =>
    listOf(fieldsOf(value)["fixes"]).map((fix) => textOf(fieldsOf(fix)["dist"])?.replace(/-.*$/s, "")),
  );
  const codenames = new Set(suites);
  return debianReleases.findLast(({ codename }) => codenames.has(codename))?.codename;
}
