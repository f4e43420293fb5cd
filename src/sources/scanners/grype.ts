import { objectOf, textOf } from "../../formats/json/values.ts";
import { badReport } from "./bad-report.ts";
import { grypeFinding } from "./grype/finding.ts";
import type { Scanner } from "./scanner.ts";

/** Schemes of its sources (https://github.com/anchore/grype#supported-sources). */
const schemes = {
  image: "docker",
  "docker-archive": "docker-archive",
  "oci-archive": "oci-archive",
  "oci-folder": "oci-dir",
  rootfs: "dir",
  sbom: "sbom",
} as const;

const grype: Scanner = {
  name: "grype",
  images: ["anchore/grype", "ghcr.io/anchore/grype"],
  cacheName: "grype/db",
  version: () => ({ args: ["version", "--output", "json"], env: quiet }),
  readVersion(text) {
    try {
      const version = textOf(objectOf(JSON.parse(text))["version"])?.replace(/^v/, "");
      return version === undefined ? undefined : { version };
    } catch {
      return undefined;
    }
  },
  scan: ({ kind, name }, { update, cache, output }) => ({
    args: [`${schemes[kind]}:${name}`, "--output", "json", "--file", output],
    env: {
      ...quiet,
      GRYPE_DB_CACHE_DIR: cache,
      GRYPE_DB_AUTO_UPDATE: String(update),
      // Outdated data is reported, but does not stop the scan.
      GRYPE_DB_VALIDATE_AGE: String(update),
    },
  }),
  hint: (words) =>
    /database|vulnerability db|db could not/i.test(words)
      ? "It has no database that it can use. Let it download one with --with-update, or by itself: grype db update. It looks where GRYPE_DB_CACHE_DIR says, and GRYPE_DB_* may keep it from downloading."
      : undefined,
  read(json) {
    if (!json.keys.includes("matches")) throw badReport("grype", "it has no matches");
    const descriptor = objectOf(json.value("descriptor"));
    const database = databaseOf(objectOf(descriptor["db"]));
    const distro = objectOf(json.value("distro"));
    const os = [textOf(distro["name"]), textOf(distro["version"])].filter((part) => part !== undefined).join(" ");
    const vulnerabilities = [];
    let broken = 0;
    for (const key of ["matches", "ignoredMatches"]) {
      for (const { value } of json.items(key)) {
        const finding = grypeFinding(value);
        if (finding === undefined) broken++;
        else vulnerabilities.push(finding);
      }
    }
    const askedAt = textOf(descriptor["timestamp"]);
    return {
      ...(database === undefined ? {} : { database }),
      ...(askedAt === undefined ? {} : { askedAt }),
      ...(os === "" ? {} : { os }),
      vulnerabilities,
      notes:
        broken === 0
          ? []
          : [`Entries of its report that name no vulnerability or no package were left out: ${broken}.`],
    };
  },
};
export default grype;

const quiet = { GRYPE_CHECK_FOR_APP_UPDATE: "false" };

/** Flat up to schema 5, below `status` since 6, where the version is a text such as `v6.0.2`. */
function databaseOf(db: Readonly<Record<string, unknown>>): { version?: string; built?: string } | undefined {
  const status = db["status"] === undefined ? db : objectOf(db["status"]);
  const built = textOf(status["built"]);
  const schema = status["schemaVersion"];
  const version = typeof schema === "number" ? String(schema) : textOf(schema)?.replace(/^v/, "");
  if (built === undefined && version === undefined) return undefined;
  return { ...(version === undefined ? {} : { version }), ...(built === undefined ? {} : { built }) };
}
