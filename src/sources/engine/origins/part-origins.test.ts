import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { originIn, partOrigins } from "./part-origins.ts";

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), "part-origins-"))));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function system(name: string, files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, name, path);
    await mkdir(join(file, ".."), { recursive: true });
    await writeFile(file, content);
  }
  return join(folder, name);
}

const paragraph = (name: string, version: string, status = "install ok installed") =>
  `Package: ${name}\nStatus: ${status}\nArchitecture: amd64\nVersion: ${version}\n`;

describe("the origin of an engine's part", () => {
  test("finds its package, with fixes from its changelog", async () => {
    const root = await system("debian", {
      "var/lib/dpkg/status": [paragraph("libc6", "2.41-12"), paragraph("runc", "1.1.15+ds1-2+deb13u1")].join("\n"),
      "usr/share/doc/runc/changelog.Debian.gz": gzipSync("runc (1) x\n\n  * Fix (CVE-2025-31133), CVE-2025-52565.\n"),
    });
    expect(await originIn(root, { part: "runc", version: "1.1.15+ds1" })).toEqual({
      kind: "package",
      name: "runc",
      version: "1.1.15+ds1-2+deb13u1",
      fixes: ["CVE-2025-31133", "CVE-2025-52565"],
    });
    // The running version is not the installed one, or is a prefix of its number.
    expect(await originIn(root, { part: "runc", version: "1.3.2" })).toEqual({ kind: "upstream" });
    expect(await originIn(root, { part: "runc", version: "1.1.1" })).toEqual({ kind: "upstream" });
  });

  test("finds its package without fixes on a system without changelogs", async () => {
    const root = await system("slim", { "var/lib/dpkg/status": paragraph("podman", "5.4.2+ds1-2+b2") });
    expect(await originIn(root, { part: "podman", version: "5.4.2" })).toEqual({
      kind: "package",
      name: "podman",
      version: "5.4.2+ds1-2+b2",
    });
  });

  test("reports the authors for a vendor package, or without a package", async () => {
    const root = await system("vendor", {
      "var/lib/dpkg/status": [
        paragraph("containerd.io", "1.7.20-1"),
        paragraph("runc", "1.1.5", "deinstall ok config-files"),
      ].join("\n"),
    });
    expect(await originIn(root, { part: "runc", version: "1.1.13" })).toEqual({ kind: "upstream" });
    expect(await originIn(root, { part: "runc", version: "1.1.5" })).toEqual({ kind: "upstream" });
    expect(await originIn(join(folder, "nothing"), { part: "crun", version: "1.2" })).toEqual({ kind: "upstream" });
  });

  test("is unknown if another kind of package may contain it", async () => {
    const rpm = await system("rpm", { "var/lib/rpm/rpmdb.sqlite": "" });
    expect(await originIn(rpm, { part: "runc", version: "1.1.5" })).toEqual({
      kind: "unknown",
      why: expect.stringContaining("rpm -q --changelog runc"),
    });
    expect(await originIn(join(folder, "nothing"), { part: "runc", version: "1.1.5+ds1" })).toMatchObject({
      kind: "unknown",
    });
  });

  test("is unknown for a remote engine", async () => {
    const of = (endpoint: string, sameKernel: boolean) =>
      partOrigins({ endpoint, sameKernel }, [{ part: "runc", version: "1.1.5" }]).then(
        (found) => found.get("runc")?.kind,
      );
    expect(await of("tcp://10.0.0.1:2375", false)).toBe("unknown");
    expect(await of("unix:///run/desktop.sock", false)).toBe("unknown");
  });
});
