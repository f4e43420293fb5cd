import { ownValue } from "../../domain/own-value.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import { analysisOf } from "./analysis.ts";
import { type Item } from "../sbom/inventory.ts";
import { compareText } from "../../text/compare-text.ts";
import { versionText } from "./components.ts";
import { upToMark } from "../../text/cut.ts";

const severities: readonly string[] = ["critical", "high", "medium", "low", "info", "none", "unknown"];

/** Synonyms for the standard's severities: Debian and Ubuntu use `negligible`, GitHub `moderate`, Red Hat `important`. */
const words: Readonly<Record<string, string>> = { important: "high", moderate: "medium", negligible: "info" };

/** Vulnerabilities with their components; the image if no component matches the package. */
export function vulnerabilityList(vulnerabilities: readonly Vulnerability[], items: readonly Item[], image: string) {
  const affected = refFinder(items);
  const entries = vulnerabilities.map((vulnerability) => {
    const { id, aliases, purl, installed, fixedIn, status, severity, severitySource, evidence } = vulnerability;
    const refs = affected(purl);
    const word = severity.toLowerCase();
    const severityName = Object.hasOwn(words, word) ? ownValue(words, word) : word;
    const rating = severityName !== undefined && severities.includes(severityName) ? severityName : "unknown";
    return {
      id,
      ...(aliases.length === 0
        ? {}
        : { references: aliases.map((alias) => ({ id: alias, source: { name: severitySource } })) }),
      ratings: [{ source: { name: severitySource }, severity: rating }],
      ...(fixedIn === undefined ? {} : { recommendation: `Update to ${fixedIn}.` }),
      ...analysisOf(vulnerability),
      // `fixed` means that a fixed version exists, not that it is installed.
      affects: (refs.length === 0 ? [image] : refs).map((ref) => ({
        ref,
        versions: [{ version: versionText(installed), status: status === "unknown" ? "unknown" : "affected" }],
      })),
      properties: [{ name: "hullproof:evidence", value: evidence }],
    };
  });
  return entries.sort(
    (a, b) => compareText(a.id, b.id) || compareText(a.affects[0]?.ref ?? "", b.affects[0]?.ref ?? ""),
  );
}

/** By the whole purl, else without its qualifiers, else the binary packages built from a source package of that name. */
function refFinder(items: readonly Item[]): (purl: string) => readonly string[] {
  const index = (key: (item: Item) => string) => {
    const groups = Map.groupBy(items, key);
    return (text: string) => groups.get(text)?.map(({ ref }) => ref) ?? [];
  };
  const exact = index(({ info }) => info.purl);
  const byBarePurl = index(({ info }) => barePurl(info.purl));
  const built = index(({ info }) => `${placeOf(info.purl)}${info.source?.name ?? ""}`);
  return (purl) => {
    const [first, second] = [exact(purl), byBarePurl(barePurl(purl))];
    if (first.length > 0) return first;
    return second.length > 0 ? second : built(upToMark(barePurl(purl), "@", "/"));
  };
}

/** Without qualifiers and subpath. */
function barePurl(purl: string): string {
  return purl.replace(/[?#].*$/s, "");
}

/** Type and namespace: `pkg:deb/debian/`. */
function placeOf(purl: string): string {
  return barePurl(purl).slice(0, barePurl(purl).lastIndexOf("/") + 1);
}
