import { lstatSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import deb from "../../../src/facts/packages/ecosystems/deb.ts";
import { osReleaseProbe } from "../../../src/facts/image/os-release-probe.ts";
import { debianMirrors } from "../../images/debian-mirrors.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { lines, missing, probeFile, probeFolder, run, summaries } from "./tools.ts";
import { long } from "../../long.ts";

const absent = await missing("dpkg", "mmdebstrap");
const architectures = ["i386", "riscv64"];
const status = "/var/lib/dpkg/status";

describe.runIf(long && absent === undefined)(
  `dpkg's own answers about a new root (${absent ?? "as dpkg-query gives them"})`,
  () => {
    const folder = temporaryFolder("dpkg");
    const root = join(folder, "root");
    beforeAll(async () => {
      const { main } = await debianMirrors();
      await run(
        "mmdebstrap",
        "--quiet",
        "--variant=essential",
        "--include=logrotate",
        // One that is gone but for its settings, and a file that lies elsewhere than its list says.
        '--customize-hook=chroot "$1" dpkg --remove logrotate',
        '--customize-hook=chroot "$1" dpkg-divert --local --rename --divert /usr/bin/tac.real --add /usr/bin/tac',
        // dpkg before 1.22 looks for the groups that it names on this machine.
        '--customize-hook=: > "$1/var/lib/dpkg/statoverride"',
        "trixie",
        root,
        `deb ${main} trixie main`,
      );
      for (const architecture of architectures) await installLibrary(folder, root, architecture);
    });

    it("equal packages, versions and sources", async () => {
      const format = "${db:Status-Status} ${Package} ${Version} ${Architecture} ${source:Package} ${source:Version}\\n";
      const answer = lines(await run("dpkg-query", `--root=${root}`, "-W", "-f", format));
      const installed = answer.filter((line) => line.startsWith("installed "));
      expect(answer.some((line) => line.startsWith("config-files logrotate "))).toBe(true);
      const found = probeFile(deb, root, status)?.packages;
      expect(summaries(found)).toEqual(installed.map((line) => line.replace("installed ", "")).sort());
      expect(found?.filter(({ name }) => name === "libhull1")).toHaveLength(2);
    });

    it("equal relationships", async () => {
      const format = "${Package} ${Architecture}|${Pre-Depends}, ${Depends}|${Provides}\\n";
      let compared = 0;
      const names = (list = "") => list.split(/[,|]/).flatMap((relation) => relation.trim().split(/[ :(]/)[0] || []);
      for (const line of lines(await run("dpkg-query", `--root=${root}`, "-W", "-f", format))) {
        const [, id, list] = /^([^|]*)\|(.*)$/.exec(line) ?? [];
        const [name, arch] = id?.split(" ") ?? [];
        const found = probeFile(deb, root, status)?.packages?.find(
          (other) => other.name === name && other.qualifiers?.["arch"] === arch,
        );
        if (found === undefined) continue;
        compared++;
        // Alternatives and the last field are parted by the same sign, so all three are compared as one set.
        expect(new Set([...(found.dependsOn ?? []), ...(found.provides ?? [])])).toEqual(new Set(names(list)));
      }
      expect(compared).toBeGreaterThan(50);
    });

    it("equal files", async () => {
      const owned = new Map(
        probeFolder(deb, root, "/var/lib/dpkg/info").flatMap(({ about = [] }) =>
          about.map(({ name, owns }) => [name, owns]),
        ),
      );
      const ids = lines(
        await run("dpkg-query", `--root=${root}`, "-W", "-f", "${binary:Package} ${Package} ${db:Status-Status}\\n"),
      );
      for (const line of ids) {
        const [id = "", name = "", state] = line.split(" ");
        if (state !== "installed") continue;
        const listed = lines(await run("dpkg", `--root=${root}`, "-L", id)).filter(
          (path) => path.startsWith("/") && !isFolder(path),
        );
        const mine = (owned.get(id) ?? owned.get(name) ?? []).filter((path) => !isFolder(path));
        expect([id, [...mine].sort()]).toEqual([id, listed.sort()]);
      }
      // dpkg leaves out what its settings say to leave out (documents of a slim image), its lists do not.
      function isFolder(path: string): boolean {
        return lstatSync(join(root, path), { throwIfNoEntry: false })?.isDirectory() ?? false;
      }
    });

    it("knows what was diverted", async () => {
      expect(probeFile(deb, root, "/var/lib/dpkg/diversions")?.diverted).toContainEqual({
        from: "/usr/bin/tac",
        to: "/usr/bin/tac.real",
      });
      const count = lines(readFileSync(join(root, "var/lib/dpkg/diversions"), "utf8")).length / 3;
      expect(probeFile(deb, root, "/var/lib/dpkg/diversions")?.diverted).toHaveLength(count);
    });

    it("finds licenses of every package with a copyright file of its own", () => {
      const named = new Set((probeFile(deb, root, status)?.packages ?? []).map(({ name }) => name));
      const without = [...named].filter((name) => {
        const path = `/usr/share/doc/${name}/copyright`;
        if (lstatSync(join(root, path), { throwIfNoEntry: false })?.isFile() !== true) return false;
        return probeFile(deb, root, path)?.about?.[0]?.licenses === undefined;
      });
      // Those say what they are in words of their own.
      expect(without.length).toBeLessThan(named.size / 10);
    });

    it("knows the distribution, by its older file too", () => {
      const os = probeFile(osReleaseProbe, root, "/usr/lib/os-release");
      expect(os).toMatchObject({ id: "debian", versionId: "13", codename: "trixie" });
      expect(probeFile(osReleaseProbe, root, "/etc/debian_version")).toEqual({ id: "debian", versionId: "13" });
    });
  },
);

/** A package without scripts, with one file of its architecture's. */
async function installLibrary(folder: string, root: string, architecture: string): Promise<void> {
  const content = join(folder, architecture);
  mkdirSync(join(content, "DEBIAN"), { recursive: true });
  mkdirSync(join(content, "usr/lib", architecture), { recursive: true });
  writeFileSync(join(content, "usr/lib", architecture, "with space.so"), architecture);
  const control = [
    "Package: libhull1",
    "Source: hull (1.0)",
    "Version: 1:1.0-2+b1",
    `Architecture: ${architecture}`,
    "Multi-Arch: same",
    "Maintainer: none <none@example.org>",
    "Provides: libhull (= 1), libhull-abi",
    "Description: x",
  ];
  writeFileSync(join(content, "DEBIAN/control"), `${control.join("\n")}\n`);
  await run("dpkg-deb", "--build", content, `${content}.deb`);
  await run("dpkg", `--root=${root}`, "--add-architecture", architecture);
  await run("dpkg", `--root=${root}`, "--install", `${content}.deb`);
}
