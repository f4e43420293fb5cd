const debianSources =
  "zlib openssl perl util-linux shadow gcc-14 ncurses systemd apt pam coreutils dash glibc python3.13 curl nodejs";

type Row = readonly [cve: string, name: string, id?: string];

/** Made-up records that match every version, as the databases of the other scanners beside which the tables are drawn have them. */
const records: Readonly<Record<string, readonly Row[]>> = {
  "Debian:13": recordsOf("CVE-2099-", 1, debianSources.split(" ")),
  npm: recordsOf("CVE-2099-", 101, ["semver", "minipass", "lodash", "express", "minimist"]),
  PyPI: recordsOf("CVE-2099-", 201, ["flask", "werkzeug", "jinja2"]),
  // Real ones: their databases have nothing made up for Go.
  Go: [
    ["CVE-2023-48795", "golang.org/x/crypto", "GO-2023-2402"],
    ["CVE-2024-24790", "stdlib", "GO-2024-2887"],
  ],
  "Rocky Linux:9": recordsOf("CVE-2099-", 301, ["openssl-libs", "glibc-common", "bash", "nodejs"]),
  "AlmaLinux:9": recordsOf("CVE-2099-", 301, ["openssl-libs", "glibc-common", "bash", "nodejs"]),
  "Azure Linux:3": recordsOf("CVE-2099-", 311, ["openssl", "glibc", "bash"]),
  "Alpine:v3.22": recordsOf("CVE-2099-", 321, ["openssl", "busybox", "musl"]),
};

function recordsOf(prefix: string, from: number, names: readonly string[]): readonly Row[] {
  return names.map((name, at) => [`${prefix}${String(from + at).padStart(4, "0")}`, name]);
}

/** In OSV's form, for `advisories build`: text of a file by its path. */
export const interopFeeds: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(records).flatMap(([ecosystem, list]) =>
    list.map(([cve, name, id = `${cve}-${ecosystem.replaceAll(/[^A-Za-z0-9]/g, "")}`]) => {
      const type = ecosystem === "npm" || ecosystem === "Go" ? "SEMVER" : "ECOSYSTEM";
      // Which stream of a module is meant, records say by their title and a release of such a form.
      const isModule = name === "nodejs" && /^(?:Rocky|Alma)/.test(ecosystem);
      const fixed = isModule ? [{ fixed: "9:99-1.module+el9+1" }] : [];
      const range = { type, events: [{ introduced: "0" }, ...fixed] };
      const record = {
        id,
        aliases: [cve],
        summary: isModule ? "nodejs:20 security update" : "Made up",
        modified: "2026-01-01T00:00:00Z",
        published: "2026-01-01T00:00:00Z",
        affected: [{ package: { ecosystem, name }, ranges: [range] }],
      };
      return [`feeds/${id}.json`, JSON.stringify(record)];
    }),
  ),
);

/** Ids and aliases of all of them. */
export const interopIds: ReadonlySet<string> = new Set(
  Object.values(records).flatMap((list) => list.flatMap(([cve, , id]) => (id === undefined ? [cve] : [cve, id]))),
);
