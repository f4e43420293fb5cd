// What `npm run bench:image` counts as one package, and how it asks the others. The others are scripts here that answer with a recorded form.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { compareKeys, keyOfPurl } from "../scripts/bench/image/package-keys.ts";
import { trivy, type Peer } from "../scripts/bench/image/peers.ts";
import { syft } from "../scripts/bench/image/syft.ts";

let scratch = "";
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), "hullproof-test-bench-"));
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(scratch, { recursive: true, force: true });
});

it.each([
  ["Go's v", "pkg:golang/stdlib@v1.26.4", "pkg:golang/stdlib@1.26.4"],
  [
    "a module's",
    "pkg:golang/github.com/Masterminds/semver/v3@v3.2.0",
    "pkg:golang/github.com/masterminds/semver/v3@3.2.0",
  ],
  ["PyPI's names", "pkg:pypi/zope.interface_x@6.0", "pkg:pypi/Zope-Interface.X@6.0"],
  [
    "an epoch of dpkg's in a qualifier",
    "pkg:deb/debian/git@1:2.39.5-0?arch=amd64",
    "pkg:deb/debian/git@2.39.5-0?epoch=1",
  ],
  ["and encoded", "pkg:deb/debian/git@1%3A2.39.5-0%2Bdeb12u3", "pkg:deb/debian/git@2.39.5-0+deb12u3?arch=amd64"],
  ["an epoch of RPM's", "pkg:rpm/redhat/bind@32:9.11.36-16.el8", "pkg:rpm/redhat/bind@9.11.36-16.el8?epoch=32"],
  ["Red Hat's namespace", "pkg:rpm/rhel/bash@5.1.8-9.el9", "pkg:rpm/redhat/bash@5.1.8-9.el9?arch=x86_64"],
  ["a scope", "pkg:npm/@babel/core@8.1.3", "pkg:npm/%40babel/core@8.1.3"],
  ["Composer's tags", "pkg:composer/symfony/yaml@v7.1.0", "pkg:composer/symfony/yaml@7.1.0"],
])("%s: one package", (_title, one, other) => {
  expect(keyOfPurl(one)).toHaveLength(1);
  expect(keyOfPurl(one)).toEqual(keyOfPurl(other));
});

it("other packages stay other ones", () => {
  const purls = [
    "pkg:golang/stdlib@1.26.4",
    "pkg:golang/stdlib@1.26.40",
    "pkg:golang/vgo.dev/x@0.1.0",
    "pkg:npm/a.b@1.0.0",
    "pkg:npm/a-b@1.0.0",
    "pkg:npm/v@v1",
    "pkg:npm/v@1",
    "pkg:deb/debian/git@1:2.39",
    "pkg:rpm/redhat/git@2.39",
  ];
  expect(new Set(purls.flatMap(keyOfPurl)).size).toBe(purls.length);
  expect(keyOfPurl("pkg:generic/node@24.0.0")).toEqual([]);
  expect(keyOfPurl("no purl")).toEqual([]);
});

it("kinds that the other was not asked for are nothing more of ours", () => {
  const ours = new Set(["maven:g/a@1", "npm:b@1"]);
  expect(compareKeys(ours, new Set(["npm:c@1"]), ["maven"])).toEqual({
    theirs: 1,
    missing: ["npm:c@1"],
    extra: ["npm:b@1"],
  });
});

/** A program that writes an SBOM to where it is told, beside the words that it was called with. */
function standIn(name: string, version: string, out: string): string {
  const file = join(scratch, name);
  const sbom = {
    bomFormat: "CycloneDX",
    components: [
      { type: "library", purl: "pkg:deb/debian/git@1:2.39.5-0?arch=amd64&distro=debian-12&upstream=git" },
      { type: "library", purl: "pkg:golang/stdlib@1.26.4" },
      { type: "library", purl: "pkg:maven/org.example/a@1.0" },
      { type: "operating-system", name: "debian" },
      { type: "file", name: "/usr/bin/node" },
    ],
  };
  writeFileSync(
    file,
    `#!${process.execPath}\nconst { writeFileSync } = require("node:fs");\nconst words = process.argv.slice(2);\n` +
      `if (words[0] === "--version") console.log(${JSON.stringify(version)});\nelse {\n` +
      `  const at = ${out};\n  writeFileSync(at, ${JSON.stringify(JSON.stringify(sbom))});\n` +
      `  writeFileSync(at + ".words", JSON.stringify([...words, process.env.SYFT_CHECK_FOR_APP_UPDATE ?? ""]));\n}\n`,
    { mode: 0o755 },
  );
  return file;
}

function ran(peer: ReturnType<typeof syft>, input: Parameters<Peer["command"]>[0]): readonly [Peer, readonly string[]] {
  if ("missing" in peer) throw new Error(peer.missing);
  const command = peer.command(input, false);
  if (command === undefined) throw new Error("it does not read that form");
  command.before?.();
  execFileSync(command.program, command.args, { env: { ...process.env, ...command.env } });
  return [peer, JSON.parse(readFileSync(join(scratch, `${peer.name}.json.words`), "utf8")) as string[]];
}

it("syft is what HULLPROOF_SYFT names", () => {
  vi.stubEnv("HULLPROOF_SYFT", standIn("syft", "syft 1.57.1", 'words.at(-1).split("=")[1]'));
  const [peer, words] = ran(syft(scratch), { archive: "/images/a.tar" });
  expect(peer).toMatchObject({ name: "syft", version: "1.57.1" });
  expect(words.slice(0, 2)).toEqual(["scan", "docker-archive:/images/a.tar"]);
  expect(words.at(-1)).toBe("false");
  expect([...peer.found()].sort()).toEqual(["deb:git@2.39.5-0", "golang:stdlib@1.26.4", "maven:org.example/a@1.0"]);
  expect(ran(syft(scratch), { oci: "/images/a" })[1][1]).toBe("oci-dir:/images/a");
  vi.stubEnv("HULLPROOF_SYFT", join(scratch, "gone"));
  expect(syft(scratch)).toMatchObject({ name: "syft", missing: expect.stringContaining("ENOENT") as string });
  vi.stubEnv("HULLPROOF_SYFT", "");
  vi.stubEnv("PATH", join(scratch, "nothing"));
  expect(syft(scratch)).toMatchObject({ missing: expect.stringContaining("HULLPROOF_SYFT") as string });
});

it("trivy is spared the jars", () => {
  vi.unstubAllEnvs();
  vi.stubEnv("HULLPROOF_TRIVY", standIn("trivy", "Version: 0.74.0", "words.at(-1)"));
  const [peer, words] = ran(trivy(scratch, scratch), { archive: "/images/a.tar" });
  expect(words[words.indexOf("--skip-files") + 1]).toContain("**/*.jar");
  expect(peer.version).toBe("0.74.0");
  expect([...peer.found()].sort()).toEqual(["deb:git@2.39.5-0", "golang:stdlib@1.26.4"]);
});
