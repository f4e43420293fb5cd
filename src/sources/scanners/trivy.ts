import { listOf, objectOf, textOf } from "../../formats/json/values.ts";
import { badReport } from "./bad-report.ts";
import type { Scanner } from "./scanner.ts";
import { trivyFinding, trivyPackage } from "./trivy/finding.ts";

/** Verbs and flags for each kind of target (https://trivy.dev/latest/docs/references/configuration/cli/trivy/). */
const verbs = {
  image: (name: string) => ["image", name],
  "docker-archive": (name: string) => ["image", "--input", name],
  "oci-archive": (name: string) => ["image", "--input", name],
  "oci-folder": (name: string) => ["image", "--input", name],
  rootfs: (name: string) => ["rootfs", name],
  sbom: (name: string) => ["sbom", name],
} as const;

/** Trivy from 0.37, which has these flags. Settings use variables if an older version would reject the flag. */
const trivy: Scanner = {
  name: "trivy",
  images: ["aquasec/trivy", "ghcr.io/aquasecurity/trivy", "public.ecr.aws/aquasecurity/trivy"],
  cacheName: "trivy",
  version: (cache) => ({ args: ["--cache-dir", cache, "version", "--format", "json"], env: quiet }),
  readVersion(text) {
    try {
      const versionReport = objectOf(JSON.parse(text));
      const version = textOf(versionReport["Version"])?.replace(/^v/, "");
      if (version === undefined) return undefined;
      const built = textOf(objectOf(versionReport["VulnerabilityDB"])["UpdatedAt"]);
      const schema = objectOf(versionReport["VulnerabilityDB"])["Version"];
      if (built === undefined) return { version };
      return { version, database: { ...(typeof schema === "number" ? { version: String(schema) } : {}), built } };
    } catch {
      const version = /Version: v?(\S+)/.exec(text)?.[1];
      return version === undefined ? undefined : { version };
    }
  },
  scan(subject, { update, cache, output }) {
    const [verb = "image", ...rest] = verbs[subject.kind](subject.name);
    const offline = update ? [] : ["--skip-db-update", "--offline-scan"];
    const scanners = subject.kind === "sbom" ? [] : ["--scanners", "vuln"];
    return {
      args: [
        "--cache-dir",
        cache,
        verb,
        "--format",
        "json",
        "--output",
        output,
        "--list-all-pkgs",
        ...scanners,
        ...offline,
        ...rest,
      ],
      env: {
        ...quiet,
        ...(update ? {} : { TRIVY_SKIP_JAVA_DB_UPDATE: "true" }),
        // Otherwise a missing image would be requested from a registry.
        ...(subject.kind === "image" ? { TRIVY_IMAGE_SRC: "docker,containerd,podman" } : {}),
        // Only newer releases with this option report what their own filters suppress.
        TRIVY_SHOW_SUPPRESSED: "true",
      },
    };
  },
  hint(words) {
    if (/java[- ]?db|java database/i.test(words))
      return "It has no database of Java archives, which it asks for as soon as it sees one. Let it download that with --with-update, or by itself: trivy image --download-java-db-only";
    if (/skip-db-update|first run|DB error|database error/i.test(words))
      return "It has no database. Let it download one with --with-update, or by itself: trivy image --download-db-only";
    if ((words.trimEnd().split("\n").at(-1) ?? "").includes("Detected SBOM format: "))
      return "It may be too old for the version of this SBOM's format: try a newer trivy.";
    if (/unknown flag|unknown command/i.test(words))
      return "It is too old or a part of trivy only: 0.37 or newer is needed.";
    return undefined;
  },
  read(json) {
    if (json.value("SchemaVersion") !== 2) throw badReport("trivy", "its report is not of schema version 2");
    const metadata = objectOf(json.value("Metadata"));
    const os = objectOf(metadata["OS"]);
    const [family, release] = [textOf(os["Family"]), textOf(os["Name"])];
    const askedAt = textOf(json.value("CreatedAt"));
    const vulnerabilities = [];
    const packages = [];
    const notes: string[] = [];
    let broken = 0;
    for (const { value } of json.items("Results")) {
      const result = objectOf(value);
      for (const rawPackage of listOf(result["Packages"]))
        packages.push(...[trivyPackage(rawPackage, result)].flatMap((found) => found ?? []));
      const modified = listOf(result["ExperimentalModifiedFindings"]).filter(
        (one) => objectOf(one)["Type"] === "vulnerability",
      );
      const findings = [
        ...listOf(result["Vulnerabilities"]).map((one) => trivyFinding(one, result)),
        ...modified.map((one) => trivyFinding(objectOf(one)["Finding"], result, objectOf(one))),
      ];
      for (const finding of findings) {
        if (finding === undefined) broken++;
        else vulnerabilities.push(finding);
      }
    }
    if (broken > 0)
      notes.push(`Entries of its report that name no vulnerability or no package were left out: ${broken}.`);
    if (os["EOSL"] === true)
      notes.push(
        `It says that ${[family ?? "the distribution", release].filter((part) => part !== undefined).join(" ")} gets no security updates any more.`,
      );
    return {
      ...(askedAt === undefined ? {} : { askedAt }),
      ...(family === undefined ? {} : { os: [family, release].filter((part) => part !== undefined).join(" ") }),
      vulnerabilities,
      packages,
      notes,
    };
  },
};
export default trivy;

const quiet = {
  TRIVY_SKIP_VERSION_CHECK: "true",
  TRIVY_DISABLE_TELEMETRY: "true",
  TRIVY_NO_PROGRESS: "true",
};
