import { ownValue } from "../../../domain/own-value.ts";
import type { ExploitPrediction, KnownExploited } from "../../../domain/advisory/advisory.ts";
import type { ScannerFinding } from "../../../domain/report/scanner-report.ts";
import type { VulnerabilityStatus } from "../../../domain/advisory/vulnerability.ts";
import { listOf, objectOf, textOf, textsOf } from "../../../formats/json/values.ts";
import { dayOf, severityOf } from "../parts/severity.ts";

const statuses: Readonly<Record<string, VulnerabilityStatus>> = {
  fixed: "fixed",
  "not-fixed": "affected",
  "wont-fix": "will-not-fix",
};

/** Its package types (syft, `pkg/type.go`) by purl type, for packages without one. */
const types: Readonly<Record<string, string>> = {
  python: "pypi",
  "go-module": "golang",
  "java-archive": "maven",
  "rust-crate": "cargo",
  "php-composer": "composer",
  dotnet: "nuget",
  binary: "generic",
};

/** Converts a match (grype, `presenter/models/match.go`); undefined if it has no vulnerability or no package. */
export function grypeFinding(value: unknown): ScannerFinding | undefined {
  const match = objectOf(value);
  const matchedVulnerability = objectOf(match["vulnerability"]);
  const artifact = objectOf(match["artifact"]);
  const [matchedId, name, installed] = [
    textOf(matchedVulnerability["id"]),
    textOf(artifact["name"]),
    textOf(artifact["version"]),
  ];
  if (matchedId === undefined || name === undefined || installed === undefined) return undefined;
  const related = listOf(match["relatedVulnerabilities"]).map(objectOf);
  const names = [...new Set([matchedId, ...related.flatMap((one) => textOf(one["id"]) ?? [])])];
  // The CVE id if there is exactly one; a vendor's advisory that covers several has no single one.
  const cves = names.filter((one) => one.startsWith("CVE-"));
  const id = matchedId.startsWith("CVE-") || cves.length !== 1 ? matchedId : (cves[0] ?? matchedId);
  const fix = objectOf(matchedVulnerability["fix"]);
  const [fixedIn] = textsOf(fix["versions"]);
  const purl = textOf(artifact["purl"]);
  const namespace = textOf(matchedVulnerability["namespace"]) ?? "its own data";
  const vectors = [matchedVulnerability, ...related].flatMap((matchedOrRelated) =>
    listOf(matchedOrRelated["cvss"]).flatMap((cvss) => textOf(objectOf(cvss)["vector"]) ?? []),
  );
  const state = textOf(fix["state"]) ?? "unknown";
  const path = textOf(objectOf(listOf(artifact["locations"])[0])["path"]);
  const rules = listOf(match["appliedIgnoreRules"]).map(objectOf);
  const summary =
    textOf(matchedVulnerability["description"]) ?? related.flatMap((one) => textOf(one["description"]) ?? [])[0];
  const kev = exploitedOf(matchedVulnerability["knownExploited"]);
  const epss = predictionOf(matchedVulnerability["epss"]);
  const published = dayOf(textOf(matchedVulnerability["publishedDate"]));
  const vulnerability: ScannerFinding["vulnerability"] = {
    id,
    aliases: names.filter((one) => one !== id && isSame(one, names)).sort(),
    ...(purl === undefined || purl === "" ? {} : { purl }),
    name,
    installed,
    ...(fixedIn === undefined ? {} : { fixedIn }),
    status: ownValue(statuses, state) ?? "unknown",
    severity: severityOf(textOf(matchedVulnerability["severity"])),
    severitySource: namespace,
    ...(vectors.length === 0 ? {} : { vectors: [...new Set(vectors)].sort() }),
    ...(kev === undefined ? {} : { kev }),
    ...(epss === undefined ? {} : { epss }),
    ...(summary === undefined ? {} : { summary }),
    ...(published === undefined ? {} : { published }),
    sources: [namespace],
    layer: 0,
    path: path ?? "",
    evidence: `${namespace} names it for ${name} ${installed}${fixedIn === undefined ? "" : `, fixed in ${fixedIn}`}.`,
  };
  const type = /^pkg:([a-z]+)\//.exec(purl ?? "")?.[1] ?? typeOf(textOf(artifact["type"]) ?? "");
  return { vulnerability, type, ...(rules.length === 0 ? {} : { filtered: rules.map(ruleWords).join("; ") }) };
}

/** Ids of one vulnerability; a vendor's advisory (ALSA, ELSA, RHSA) may cover others too. */
function isSame(id: string, aliases: readonly string[]): boolean {
  return /^(?:CVE|GHSA|GO|PYSEC|RUSTSEC)-/.test(id) && aliases.filter((one) => one.startsWith("CVE-")).length <= 1;
}

function typeOf(type: string): string {
  return ownValue(types, type) ?? type;
}

function ruleWords(rule: Readonly<Record<string, unknown>>): string {
  const parts = ["reason", "vex-status", "vex-justification", "fix-state", "namespace"].flatMap(
    (key) => textOf(ownValue(rule, key)) ?? [],
  );
  return parts.length === 0 ? "a rule of its own" : parts.join(" ");
}

function exploitedOf(value: unknown): KnownExploited | undefined {
  const catalogEntry = objectOf(listOf(value)[0]);
  const [added, due] = [dayOf(textOf(catalogEntry["dateAdded"])), dayOf(textOf(catalogEntry["dueDate"]))];
  if (added === undefined) return undefined;
  const ransomware = textOf(catalogEntry["knownRansomwareCampaignUse"])?.toLowerCase() === "known";
  return { added, ...(due === undefined ? {} : { due }), ransomware };
}

function predictionOf(value: unknown): ExploitPrediction | undefined {
  const { epss, percentile } = objectOf(listOf(value)[0]);
  return isShare(epss) && isShare(percentile) ? { score: epss, percentile } : undefined;
}

function isShare(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= 1;
}
