import { describe, expect, test } from "vitest";
import type { PackageInfo } from "../domain/image/image-info.ts";
import type { ObservedFiles } from "../domain/workload/observation.ts";
import { inUseOf, useCoverage, withUse } from "./in-use.ts";
import type { FileOwners } from "../facts/packages/file-owners.ts";
import { tellsOnly } from "../facts/packages/file-owners.ts";

const at = (purl: string, path: string, more: Partial<PackageInfo> = {}): PackageInfo => ({
  purl,
  name: purl,
  version: "1",
  layer: 0,
  path,
  ...more,
});
const libc = at("pkg:deb/debian/libc6@1", "/var/lib/dpkg/status", { files: 9 });
const curl = at("pkg:deb/debian/curl@1", "/var/lib/dpkg/status", { files: 3 });
const listless = at("pkg:deb/debian/listless@1", "/var/lib/dpkg/status");
const jinja = at("pkg:pypi/jinja2@1", "/v/jinja2-1.dist-info/METADATA", { files: 20 });
const flask = at("pkg:pypi/flask@1", "/v/flask-1.dist-info/METADATA", { files: 20 });
const editable = at("pkg:pypi/own@1", "/v/own-1.dist-info/METADATA", { files: 3 });
const left = at("pkg:npm/left@1", "/app/node_modules/left/package.json", { files: 4 });
const json = at("pkg:gem/json@1", "/r/specifications/default/json-1.gemspec", { files: 2 });
const module = at("pkg:golang/x.example/m@v1", "/bin/server");
const unused = at("pkg:golang/x.example/u@v1", "/bin/other");
const nested = at("pkg:maven/g/nested@1", "/app/app.jar!/BOOT-INF/lib/nested.jar");
const jar = at("pkg:maven/g/app@1", "/app/app.jar");
const node = at("pkg:generic/node@24", "/usr/local/bin/node");
const locked = at("pkg:npm/locked@1", "/app/package-lock.json", { declared: true });
const packages = [libc, curl, listless, jinja, flask, editable, left, json, module, unused, nested, jar, node, locked];

const files: Readonly<Record<string, string>> = {
  "/usr/lib/libc.so.6": libc.purl,
  "/usr/bin/curl": curl.purl,
  "/v/jinja2/parser.py": jinja.purl,
  "/v/flask/app.py": flask.purl,
  "/v/flask-1.dist-info/METADATA": flask.purl,
  "/v/own-1.dist-info/METADATA": editable.purl,
  "/app/node_modules/left/index.js": left.purl,
  "/r/gems/json-1/exe/json": json.purl,
};
const owners: FileOwners = {
  ownerAt: (path) => files[path],
  hasCode: (purl) => Object.entries(files).some(([path, owner]) => owner === purl && !tellsOnly(path)),
};
const observed = (more: Partial<ObservedFiles> = {}): ObservedFiles => ({
  method: "page-cache",
  opened: [
    "/usr/lib/libc.so.6",
    "/v/jinja2/__pycache__/parser.cpython-313.opt-1.pyc",
    "/v/flask-1.dist-info/METADATA",
    "/app/app.jar",
    "/app/package-lock.json",
  ],
  executed: ["/bin/server"],
  complete: true,
  reason: "",
  ...more,
});
const answers = (of: ObservedFiles) => {
  const use = inUseOf(packages, of, owners);
  return Object.fromEntries(packages.map((one) => [one.purl.replace(/^.*\/|@.*$/g, ""), use(one.purl, one.path)]));
};

describe("in use", () => {
  test("is what was opened, by its files, its compiled sources, its program or its archive", () => {
    expect(answers(observed())).toEqual({
      libc6: true,
      curl: false,
      // No list of its files.
      listless: "unknown",
      jinja2: true,
      // Its metadata was read, as tools do of all.
      flask: false,
      // No RECORD: where its code lies is not known.
      own: "unknown",
      left: false,
      // Comes with Ruby, whose library folder holds its code.
      json: "unknown",
      m: true,
      u: false,
      nested: "unknown",
      app: true,
      // Known by one of its several files.
      node: "unknown",
      // A lock file is no package.
      locked: "unknown",
    });
  });

  test("reports nothing as unused if files may be missing, and unknown without observations", () => {
    const sampled = answers(observed({ method: "sampled", complete: false, reason: "sampled" }));
    expect(Object.values(sampled).filter((use) => use === false)).toEqual([]);
    expect(sampled).toMatchObject({ libc6: true, jinja2: true, m: true, curl: "unknown" });
    expect(new Set(Object.values(answers(observed({ method: "none", opened: [], executed: [] }))))).toEqual(
      new Set(["unknown"]),
    );
  });

  test("is told for each vulnerability; a package that is not there is unknown", () => {
    const vulnerability = { id: "CVE-1", purl: curl.purl, path: curl.path } as Parameters<typeof withUse>[0][number];
    const use = inUseOf(packages, observed(), owners);
    expect(withUse([vulnerability, { ...vulnerability, path: "/elsewhere" }], use).map(({ inUse }) => inUse)).toEqual([
      false,
      "unknown",
    ]);
  });

  test("reports its limits", () => {
    expect(useCoverage(observed())).toBe(
      "The workload opened 6 files. A package is in use when one of its own is among them; what the workload does not exercise was not seen.",
    );
    expect(useCoverage(observed({ complete: false, reason: "events were lost" }))).toContain(
      "Files may be missing (events were lost), so nothing is said to be unused.",
    );
    expect(useCoverage(observed({ method: "none", reason: "no tracefs" }))).toContain("unknown");
  });
});
