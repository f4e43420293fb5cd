import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempDisposableSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { FoundPackage } from "../../../src/facts/packages/ecosystem.ts";
import rpm from "../../../src/facts/packages/ecosystems/rpm.ts";
import { sqliteHeaders } from "../../../src/facts/packages/rpm/sqlite.ts";
import { memoryBody } from "../../../src/sources/image/bodies/file-body.ts";
import { buildPackages, installInto, loadHash, rpmOptions } from "./rpm-roots.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { lines, missing, probeFile, run } from "./tools.ts";

const absent = await missing("rpm", "rpmbuild");
const noLoader = await missing("db5.3_load");
/** Debian 12's rpm has SQLite alone. */
function lacksNdb(): string | undefined {
  using folder = mkdtempDisposableSync(join(tmpdir(), "hullproof-rpm-"));
  spawnSync("rpm", ["--define", "_db_backend ndb", "--dbpath", folder.path, "--initdb"]);
  return existsSync(join(folder.path, "Packages.db")) ? undefined : "this rpm has no such backend";
}
const noNdb = lacksNdb();

describe.skipIf(absent !== undefined)(
  `rpm's own answers about its databases (${absent ?? "as rpm -qa gives them"})`,
  () => {
    const folder = temporaryFolder("rpm");
    const sqliteRoot = join(folder, "sqlite");
    const ndbRoot = join(folder, "ndb");
    beforeAll(async () => {
      const packages = await buildPackages(folder);
      await installInto(sqliteRoot, "sqlite", packages);
      if (noNdb === undefined) await installInto(ndbRoot, "ndb", packages);
    });

    it("equal those out of SQLite", async () => {
      const found = probeFile(rpm, sqliteRoot, "/var/lib/rpm/rpmdb.sqlite")?.packages;
      expect(described(found)).toEqual(await answerOf(sqliteRoot, "sqlite"));
      expect(found?.length).toBe(40);
    });

    it.skipIf(noNdb !== undefined)(`equal those out of ndb${noNdb === undefined ? "" : `: ${noNdb}`}`, async () => {
      const found = probeFile(rpm, ndbRoot, "/var/lib/rpm/Packages.db")?.packages;
      expect(described(found)).toEqual(await answerOf(ndbRoot, "ndb"));
    });

    describe.skipIf(noLoader !== undefined)(`and out of Berkeley DB (${noLoader ?? "made by db5.3_load"})`, () => {
      it.each([
        { pageSize: 4096, order: 1234 },
        { pageSize: 512, order: 1234 },
        { pageSize: 4096, order: 4321 },
      ] as const)("%o", async (options) => {
        const root = join(folder, `hash-${options.pageSize}-${options.order}`);
        mkdirSync(root);
        const database = readFileSync(join(sqliteRoot, "var/lib/rpm/rpmdb.sqlite"));
        // Many copies, so that the table of buckets grows through several doublings.
        const headers = [...sqliteHeaders(memoryBody(database))];
        await loadHash(root, Array.from({ length: 25 }, () => headers).flat(), options);
        const found = probeFile(rpm, root, "/var/lib/rpm/Packages")?.packages;
        expect(found).toHaveLength(headers.length * 25);
        expect([...new Set(described(found))]).toEqual(await answerOf(sqliteRoot, "sqlite"));
        expect(statSync(join(root, "var/lib/rpm/Packages")).size).toBeGreaterThan(500_000);
      });
    });
  },
);

const separator = "|";

/** What is compared, of each package in one line. */
function described(packages: readonly FoundPackage[] = []): string[] {
  return packages
    .map(({ name, version, qualifiers, licenses, dependsOn, provides, owns }) =>
      [
        name,
        version,
        qualifiers?.["epoch"],
        qualifiers?.["arch"],
        qualifiers?.["upstream"],
        licenses?.join(""),
        [...(dependsOn ?? [])].sort().join(),
        [...(provides ?? [])].sort().join(),
        [...(owns ?? [])].sort().join(),
      ].join(separator),
    )
    .sort();
}

/** The same from rpm: file modes are octal, a folder's is `40755`. */
async function answerOf(root: string, backend: string): Promise<string[]> {
  const format = [
    "%{NAME}",
    "%{VERSION}-%{RELEASE}",
    "%{EPOCH}",
    "%{ARCH}",
    "%{SOURCERPM}",
    "%{LICENSE}",
    "[%{REQUIRENAME}\t]",
    "[%{PROVIDENAME}\t]",
    "[%{FILEMODES:octal} %{FILENAMES}\t]",
  ].join(separator);
  const answer = await run("rpm", ...rpmOptions(root, backend), "--query", "--all", "--queryformat", `${format}\n`);
  return lines(answer)
    .map((line) => {
      const [name = "", ...rest] = line.split(separator);
      const [requires = [], provides = [], files = []] = rest
        .splice(5)
        .map((list) => list.split("\t").filter((x) => x !== ""));
      const needs = requires
        .filter((requirement) => !requirement.startsWith("rpmlib("))
        .flatMap((requirement) => (requirement.startsWith("(") ? ["hull-part1", "hull-none"] : [requirement]));
      const owned = files.filter((file) => !/^4\d{4} /.test(file)).map((file) => file.replace(/^\d+ /, ""));
      return [
        name,
        ...rest,
        [...new Set(needs)].sort().join(),
        [...new Set(provides)]
          .filter((other) => other !== name)
          .sort()
          .join(),
        owned.sort().join(),
      ].join(separator);
    })
    .sort();
}
