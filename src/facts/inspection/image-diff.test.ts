import { describe, expect, it } from "vitest";
import { fullImage } from "../../../test/reports/sample-full-image.ts";
import type { ImageInfo, PackageInfo } from "../../domain/image/image-info.ts";
import { comparePaths } from "./file-diff.ts";
import { imageDiff } from "./image-diff.ts";
import { packageView, similarNames } from "./package-view.ts";
import { treeOrder, type FinalPath } from "./paths.ts";

const file = (path: string, size: number, more: Partial<FinalPath> = {}): FinalPath => ({
  path,
  type: "file",
  mode: 0o644,
  uid: 0,
  gid: 0,
  size,
  layer: 0,
  ...more,
});
const sorted = (paths: readonly FinalPath[]) => paths.toSorted((a, b) => treeOrder(a.path, b.path));
const npm = (name: string, version: string, more: Partial<PackageInfo> = {}): PackageInfo => ({
  purl: `pkg:npm/${name}@${version}`,
  name,
  version,
  layer: 0,
  path: "/x",
  ...more,
});
const diff = (from: Partial<ImageInfo>, to: Partial<ImageInfo>) =>
  imageDiff(
    { name: "a", info: { ...fullImage, ...from }, paths: [] },
    { name: "b", info: { ...fullImage, ...to }, paths: [] },
    10,
  );

describe("imageDiff", () => {
  it("finds no difference between an image and itself", () => {
    const { config, packages, layers, files } = diff({}, {});
    expect({ config, packages, layers, files }).toEqual({
      config: [],
      packages: { same: fullImage.packages.length - 1, added: [], removed: [], changed: [] },
      layers: { shared: 7, from: [], to: [] },
      files: expect.objectContaining({ same: 0, notCompared: 0, largest: [], folders: [] }),
    });
  });

  it("compares packages by name, several versions as a set", () => {
    const { packages } = diff(
      {
        packages: [npm("a", "1"), npm("b", "1"), npm("b", "2"), npm("gone", "1"), npm("%40s/c", "1"), npm("kept", "1")],
      },
      {
        packages: [
          npm("a", "2"),
          npm("b", "2"),
          npm("b", "3"),
          npm("new", "1"),
          npm("%40s/c", "1"),
          npm("kept", "1"),
          npm("kept", "1", { declared: true }),
        ],
      },
    );
    expect(packages).toEqual({
      same: 3,
      added: [
        { type: "npm", name: "kept", before: [], after: ["1"] },
        { type: "npm", name: "new", before: [], after: ["1"] },
      ],
      removed: [{ type: "npm", name: "gone", before: ["1"], after: [] }],
      changed: [
        { type: "npm", name: "a", before: ["1"], after: ["2"] },
        { type: "npm", name: "b", before: ["1"], after: ["3"] },
      ],
    });
  });

  it("compares the configuration without its creation time", () => {
    const { config } = diff(
      {},
      {
        config: {
          ...fullImage.config,
          created: "2027-01-01T00:00:00Z",
          architecture: "arm64",
          user: "",
          env: [...fullImage.config.env, "DEBUG=1"],
        },
      },
    );
    expect(config).toEqual([
      { setting: "Architecture", before: "amd64", after: "arm64" },
      { setting: "Env.DEBUG", after: "1" },
      { setting: "User", before: "1000:1000" },
    ]);
  });

  it("counts the leading layers that both share", () => {
    const other = fullImage.layers.map((layer) => (layer.index < 5 ? layer : { ...layer, diffId: "sha256:other" }));
    const { layers } = diff({}, { layers: other.slice(0, 6) });
    expect(layers).toMatchObject({ shared: 5, from: [{ index: 5 }, { index: 6 }], to: [{ index: 5 }] });
  });
});

describe("comparePaths", () => {
  it("reports added, removed and changed paths with their changes", () => {
    const from = sorted([
      file("/same", 5, { content: "x" }),
      file("/unknown", 5),
      file("/grown", 5),
      file("/rights", 0),
      file("/gone", 9),
      file("/kind", 3),
      file("/link", 0, { type: "symlink", link: "a" }),
      file("/dir", 0, { type: "dir", mode: 0o755 }),
      file("/old-dir", 0, { type: "dir" }),
    ]);
    const to = sorted([
      file("/same", 5, { content: "x" }),
      file("/unknown", 5),
      file("/grown", 50),
      file("/rights", 0, { mode: 0o4755, uid: 7 }),
      file("/kind", 0, { type: "symlink", link: "same" }),
      file("/link", 0, { type: "symlink", link: "b" }),
      file("/dir", 0, { type: "dir", mode: 0o777 }),
      file("/new/dir/file", 70),
    ]);
    const files = comparePaths(from, to, 10);
    expect(files.largest.map(({ path, change, what }) => [path, change, ...what].join(" "))).toEqual([
      "/new/dir/file added",
      "/grown changed content",
      "/gone removed",
      "/kind changed type",
      "/dir changed mode",
      "/link changed link",
      "/rights changed mode owner",
    ]);
    expect(files).toMatchObject({
      added: { paths: 1, bytes: 70 },
      removed: { paths: 1, bytes: 9 },
      changed: { paths: 5, bytes: 50 },
      same: 1,
      notCompared: 1,
      folders: [{ path: "/new/dir", paths: 1, before: 0, after: 70 }],
    });
  });

  it("reads only contents of files that could be equal", () => {
    const asked: string[] = [];
    const files = comparePaths(
      [file("/a", 1), file("/b", 1), file("/c", 1)],
      [file("/a", 1), file("/b", 1), file("/c", 2)],
      5,
      (one) => {
        asked.push(one.path);
        return one.path === "/a";
      },
    );
    expect(asked).toEqual(["/a", "/b"]);
    expect(files).toMatchObject({ same: 1, changed: { paths: 2 }, notCompared: 0 });
  });
});

describe("packageView", () => {
  const packages = [
    npm("a", "1", { dependsOn: ["pkg:npm/b@1"], files: 4, bytes: 400 }),
    npm("b", "1", { licenses: ["MIT"] }),
    { ...npm("b", "2"), purl: "pkg:pypi/b@2" },
  ];
  const names = (wanted: string) => packageView({ packages }, wanted, 5).matches.map(({ purl }) => purl);

  it("finds packages by name and by purl, with and without version", () => {
    expect(names("b")).toEqual(["pkg:npm/b@1", "pkg:pypi/b@2"]);
    expect(names("pkg:pypi/b")).toEqual(["pkg:pypi/b@2"]);
    expect(names("pkg:npm/b@1")).toEqual(["pkg:npm/b@1"]);
    expect(names("c")).toEqual([]);
    expect(similarNames({ packages: [npm("libssl3", "1"), npm("openssl", "1")] }, "SSL")).toEqual([
      "libssl3",
      "openssl",
    ]);
  });

  it("lists dependents, unless no package of the type has dependencies", () => {
    const [one, other] = packageView({ packages }, "b", 5).matches;
    expect(one).toMatchObject({ neededBy: ["pkg:npm/a@1"], licenses: ["MIT"] });
    expect(other).not.toHaveProperty("neededBy");
  });

  it("lists the largest files if known", () => {
    expect(packageView({ packages }, "a", 5).matches[0]?.files).toEqual({ paths: 4, bytes: 400, largest: [] });
    const files = [1, 3, 2].map((bytes) => ({ path: `/f${bytes}`, bytes }));
    expect(packageView({ packages }, "a", 2, () => files).matches[0]?.files).toEqual({
      paths: 3,
      bytes: 6,
      largest: [
        { path: "/f3", bytes: 3 },
        { path: "/f2", bytes: 2 },
      ],
    });
  });
});
