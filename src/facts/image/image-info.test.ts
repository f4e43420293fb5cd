import { describe, expect, it } from "vitest";
import { readMembers } from "../../../test/images/read-members.ts";
import { imageContents, imageInfo } from "./image-info.ts";

const status = (version: string) => `Package: bash
Status: install ok installed
Architecture: amd64
Version: ${version}
Description: shell
 Version: 0 in a description

Package: libc6
Status: install ok installed
Architecture: amd64
Source: glibc (2.31-13)
Version: 1:2.31-13+b1

Package: gone
Status: deinstall ok config-files
Version: 1.0
`;

const osRelease =
  'ID=debian\nVERSION_ID="11"\nVERSION_CODENAME=bullseye\nPRETTY_NAME="Debian GNU/Linux 11 (bullseye)"\n';

describe("imageInfo", () => {
  it("describes a whole image", async () => {
    const read = await readMembers(
      [
        [
          { path: "usr/lib/os-release", content: osRelease },
          { path: "etc/os-release", type: "symlink", link: "../usr/lib/os-release" },
          { path: "var/lib/dpkg/status", content: status("5.1-2") },
          { path: "usr/bin/su", content: "su", mode: 0o4755 },
          { path: "usr/bin/sg", type: "hardlink", link: "usr/bin/su", mode: 0o4755 },
          { path: "usr/bin/wall", content: "wall", mode: 0o2755, gid: 5 },
          { path: "var/mail/", mode: 0o2775 },
        ],
        [
          { path: "var/lib/dpkg/status", content: status("5.1-3") },
          { path: "var/lib/apt/lists/archive_Packages", content: "x".repeat(1_000) },
          { path: "var/lib/apt/lists/other_Packages", content: "x".repeat(500) },
          { path: "var/lib/apt/lists/lock", content: "" },
          { path: "home/ann/.npm/_cacache/a", content: "xy" },
        ],
      ],
      { config: { User: "app" } },
    );
    const info = imageInfo(read);
    const bytes = osRelease.length + 2 * status("5.1-2").length + 2 + 4 + 1_502;
    expect(info).toMatchObject({
      digest: read.digest,
      sizeBytes: bytes,
      user: "app",
      os: { id: "debian", versionId: "11", codename: "bullseye", prettyName: "Debian GNU/Linux 11 (bullseye)" },
      layers: [
        {
          index: 0,
          diffId: read.layers[0]?.diffId,
          createdBy: "layer 0",
          bytes: osRelease.length + status("5.1-2").length + 6,
          files: 6,
          wastedBytes: status("5.1-2").length,
        },
        {
          index: 1,
          diffId: read.layers[1]?.diffId,
          createdBy: "layer 1",
          bytes: status("5.1-3").length + 1_502,
          files: 5,
          wastedBytes: 0,
        },
      ],
      packages: [
        {
          purl: "pkg:deb/debian/bash@5.1-3?arch=amd64&distro=debian-11",
          name: "bash",
          version: "5.1-3",
          source: { name: "bash", version: "5.1-3" },
          layer: 1,
          path: "/var/lib/dpkg/status",
        },
        {
          purl: "pkg:deb/debian/libc6@1:2.31-13%2Bb1?arch=amd64&distro=debian-11",
          name: "libc6",
          version: "1:2.31-13+b1",
          source: { name: "glibc", version: "2.31-13" },
          // The second layer only rewrote the database.
          layer: 0,
          path: "/var/lib/dpkg/status",
        },
      ],
      waste: {
        bytes: status("5.1-2").length,
        paths: [{ path: "/var/lib/dpkg/status", bytes: status("5.1-2").length, layer: 0, by: 1, how: "overwritten" }],
      },
      leftovers: [
        { path: "/var/lib/apt/lists", bytes: 1_500, layer: 1 },
        { path: "/home/ann/.npm", bytes: 2, layer: 1 },
      ],
      setuid: [
        { path: "/usr/bin/sg", mode: "4755", uid: 0, layer: 0, bytes: 2 },
        { path: "/usr/bin/su", mode: "4755", uid: 0, layer: 0, bytes: 2 },
        { path: "/usr/bin/wall", mode: "2755", uid: 0, layer: 0, bytes: 4 },
      ],
    });
    const contents = imageContents(read);
    expect(contents.packages).toHaveLength(2);
    expect(info).toMatchObject(contents);
  });

  it("returns nothing for an empty image", async () => {
    const info = imageInfo(await readMembers([]));
    expect(info).toMatchObject({ sizeBytes: 0, os: {}, layers: [], packages: [], leftovers: [], setuid: [] });
  });

  it("reads only what it needs", async () => {
    const read = await readMembers([
      [
        { path: "etc/os-release", content: "ID=x" },
        { path: "big", content: "x" },
      ],
    ]);
    expect(read.layers[0]?.values.map(({ probe, entry }) => [probe, entry])).toEqual([["os-release", 0]]);
  });
});

describe("packages", () => {
  const metadata = (name: string, version: string) =>
    `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n\nName: other\n`;

  it("lists Python and npm packages, nested and scoped, without those of dpkg", async () => {
    const read = await readMembers([
      [
        { path: "var/lib/dpkg/status", content: status("5.1-2") },
        {
          path: "var/lib/dpkg/info/python3-six.list",
          content: "/.\n/lib/python3/dist-packages/six-1.16.0.egg-info\n",
        },
        { path: "usr/lib/python3/dist-packages/six-1.16.0.egg-info", content: metadata("six", "1.16.0") },
        {
          path: "usr/local/lib/python3.8/site-packages/Foo_Bar-2.0.dist-info/METADATA",
          content: metadata("Foo_Bar", "2.0"),
        },
        { path: "opt/old.egg-info/PKG-INFO", content: metadata("old", "0.1") },
        { path: "app/node_modules/a/package.json", content: '{"name": "a", "version": "1.0.0"}' },
        { path: "app/node_modules/a/node_modules/b/package.json", content: '{"name": "b", "version": "2.0.0"}' },
        { path: "app/node_modules/@s/c/package.json", content: '{"name": "@s/c", "version": "3.0.0"}' },
        { path: "app/node_modules/a/esm/package.json", content: '{"type": "module"}' },
        { path: "app/node_modules/bad/package.json", content: "{" },
        { path: "app/package.json", content: '{"name": "app", "version": "1.0.0"}' },
      ],
      [
        { path: "app/node_modules/.wh.a" },
        { path: "app/node_modules/a2/package.json", content: '{"name": "a", "version": "9.0.0"}' },
      ],
    ]);
    const info = imageInfo(read);
    expect(
      info.packages.filter(({ purl }) => !purl.startsWith("pkg:deb")).map(({ purl, layer }) => [purl, layer]),
    ).toEqual([
      ["pkg:npm/%40s/c@3.0.0", 0],
      ["pkg:npm/a@9.0.0", 1],
      ["pkg:npm/app@1.0.0", 0],
      ["pkg:pypi/foo-bar@2.0", 0],
      ["pkg:pypi/old@0.1", 0],
    ]);
    expect(info.unread).toMatchObject([{ path: "/app/node_modules/bad/package.json", layer: 0 }]);
  });

  it("reads the split database of distroless images", async () => {
    const read = await readMembers([
      [
        {
          path: "var/lib/dpkg/status.d/base-files",
          content: "Package: base-files\nVersion: 12\nArchitecture: all\n",
        },
        {
          path: "var/lib/dpkg/status.d/python3.md5sums",
          content: `${"0".repeat(32)}  usr/lib/x-1.dist-info/METADATA\n`,
        },
        { path: "usr/lib/x-1.dist-info/METADATA", content: metadata("x", "1") },
      ],
    ]);
    expect(imageInfo(read).packages.map(({ purl }) => purl)).toEqual(["pkg:deb/debian/base-files@12?arch=all"]);
  });

  it("uses the last layer that added a package after a removal", async () => {
    const with2 = (more: string) => `Package: a\nStatus: install ok installed\nVersion: 1\n\n${more}`;
    const b = "Package: b\nStatus: install ok installed\nVersion: 1\n";
    const path = "var/lib/dpkg/status";
    const read = await readMembers([
      [{ path, content: with2(b) }],
      [{ path, content: with2("") }],
      [{ path, content: with2(b) }],
    ]);
    expect(imageInfo(read).packages.map(({ name, layer }) => [name, layer])).toEqual([
      ["a", 0],
      ["b", 2],
    ]);
  });
});
