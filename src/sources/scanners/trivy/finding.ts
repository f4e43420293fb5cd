import { ownValue } from "../../../domain/own-value.ts";
import type { ScannedPackage, ScannerFinding } from "../../../domain/report/scanner-report.ts";
import type { VulnerabilityStatus } from "../../../domain/advisory/vulnerability.ts";
import { objectOf, textOf, textsOf } from "../../../formats/json/values.ts";
import type { JsonObject } from "../../../formats/json/json-document.ts";
import { dayOf, severityOf } from "../parts/severity.ts";

/** https://github.com/aquasecurity/trivy-db/blob/main/pkg/types/status.go */
const statuses: Readonly<Record<string, VulnerabilityStatus>> = {
  fixed: "fixed",
  affected: "affected",
  will_not_fix: "will-not-fix",
  end_of_life: "will-not-fix",
  fix_deferred: "deferred",
  under_investigation: "unknown",
};

/** Its result types by purl type, for packages without one. */
const types: Readonly<Record<string, string>> = {
  debian: "deb",
  ubuntu: "deb",
  alpine: "apk",
  wolfi: "apk",
  chainguard: "apk",
  "python-pkg": "pypi",
  pip: "pypi",
  poetry: "pypi",
  uv: "pypi",
  "node-pkg": "npm",
  npm: "npm",
  yarn: "npm",
  pnpm: "npm",
  gobinary: "golang",
  gomod: "golang",
  jar: "maven",
  pom: "maven",
  gemspec: "gem",
  bundler: "gem",
  rustbinary: "cargo",
  cargo: "cargo",
  composer: "composer",
  "composer-vendor": "composer",
  nuget: "nuget",
  "dotnet-core": "nuget",
};

/** Converts a finding (trivy, `pkg/types/vulnerability.go`); undefined if it has no vulnerability or no package. */
export function trivyFinding(value: unknown, result: JsonObject, modified?: JsonObject): ScannerFinding | undefined {
  const rawFinding = objectOf(value);
  const [id, name, installed] = [
    textOf(rawFinding["VulnerabilityID"]),
    textOf(rawFinding["PkgName"]),
    textOf(rawFinding["InstalledVersion"]),
  ];
  if (id === undefined || name === undefined || installed === undefined) return undefined;
  const purl = textOf(objectOf(rawFinding["PkgIdentifier"])["PURL"]);
  const fixedIn = textOf(rawFinding["FixedVersion"]);
  const word = textOf(rawFinding["Status"]) ?? (fixedIn === undefined ? "affected" : "fixed");
  const source = textOf(objectOf(rawFinding["DataSource"])["ID"]) ?? "its own data";
  const target = textOf(result["Target"]) ?? "";
  const vectors = Object.values(objectOf(rawFinding["CVSS"])).flatMap((cvss) =>
    ["V2Vector", "V3Vector", "V40Vector"].flatMap((key) => textOf(ownValue(objectOf(cvss), key)) ?? []),
  );
  const summary = textOf(rawFinding["Title"]);
  const published = dayOf(textOf(rawFinding["PublishedDate"]));
  const words =
    modified === undefined
      ? undefined
      : [textOf(modified["Status"]), textOf(modified["Statement"]), textOf(modified["Source"])];
  const vulnerability: ScannerFinding["vulnerability"] = {
    id,
    aliases: textsOf(rawFinding["VendorIDs"])
      .filter((other) => /^(?:CVE|GHSA|GO|PYSEC|RUSTSEC)-/.test(other))
      .sort(),
    ...(purl === undefined ? {} : { purl }),
    name,
    installed,
    ...(fixedIn === undefined ? {} : { fixedIn }),
    status: ownValue(statuses, word) ?? "unknown",
    severity: severityOf(textOf(rawFinding["Severity"])),
    severitySource: textOf(rawFinding["SeveritySource"]) ?? "none",
    ...(vectors.length === 0 ? {} : { vectors: [...new Set(vectors)].sort() }),
    ...(summary === undefined ? {} : { summary }),
    ...(published === undefined ? {} : { published }),
    sources: [source],
    layer: 0,
    path: rooted(textOf(rawFinding["PkgPath"])) ?? target,
    evidence: `${source} names it for ${name} ${installed}${fixedIn === undefined ? "" : `, fixed in ${fixedIn}`}.`,
  };
  const type = typeOfPurl(purl) ?? typeOf(textOf(result["Type"]));
  const filtered = words?.filter((part) => part !== undefined).join(": ");
  return { vulnerability, type, ...(filtered === undefined ? {} : { filtered }) };
}

export function trivyPackage(value: unknown, result: JsonObject): ScannedPackage | undefined {
  const rawPackage = objectOf(value);
  const name = textOf(rawPackage["Name"]);
  if (name === undefined) return undefined;
  const purl = textOf(objectOf(rawPackage["Identifier"])["PURL"]);
  const [version = "", release] = [textOf(rawPackage["Version"]), textOf(rawPackage["Release"])];
  const epoch = typeof rawPackage["Epoch"] === "number" && rawPackage["Epoch"] > 0 ? `${rawPackage["Epoch"]}:` : "";
  return {
    name,
    version: `${epoch}${version}${release === undefined ? "" : `-${release}`}`,
    type: typeOfPurl(purl) ?? typeOf(textOf(result["Type"])),
    ...(purl === undefined ? {} : { purl }),
  };
}

function typeOfPurl(purl = ""): string | undefined {
  return /^pkg:([a-z]+)\//.exec(purl)?.[1];
}

function typeOf(type = ""): string {
  const knownType = ownValue(types, type);
  if (knownType !== undefined) return knownType;
  return /^(?:redhat|centos|rocky|alma|amazon|oracle|fedora|suse|opensuse|photon|cbl-mariner|azurelinux)/.test(type)
    ? "rpm"
    : type;
}

/** Paths in images lack their first slash. */
function rooted(path: string | undefined): string | undefined {
  return path === undefined || path.startsWith("/") ? path : `/${path}`;
}
