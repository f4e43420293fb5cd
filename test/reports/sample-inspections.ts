import type { ImageDiff, Inspection } from "../../src/domain/image/inspection.ts";
import { fullImage } from "./sample-full-image.ts";

const side = {
  digest: fullImage.digest,
  sizeBytes: 167_772_160,
  compressedBytes: 62_914_560,
  wastedBytes: 0,
  layers: 7,
  packages: 12,
};

const diff: ImageDiff = {
  kind: "diff",
  top: 2,
  from: { ...side, name: "app:1" },
  to: { ...side, name: "app:2", sizeBytes: 150_994_944 },
  layers: {
    shared: 5,
    from: [{ index: 5, createdBy: "RUN /bin/sh -c useradd app # buildkit", bytes: 8192 }],
    to: [{ index: 5, createdBy: "COPY . /app # buildkit", bytes: 4096 }],
  },
  config: [
    { setting: "User", before: "1000" },
    { setting: "Env.DEBUG", after: "1" },
  ],
  packages: {
    same: 9,
    added: ["a", "b", "c"].map((name) => ({ type: "npm", name, before: [], after: ["1.0.0"] })),
    removed: [{ type: "deb", name: "perl", before: ["5.32"], after: [] }],
    changed: [{ type: "deb", name: "libc6", before: ["2.31"], after: ["2.36", "2.37"] }],
  },
  files: {
    added: { paths: 2, bytes: 3000 },
    removed: { paths: 1, bytes: 1_048_576 },
    changed: { paths: 1, bytes: 10 },
    same: 3000,
    notCompared: 1,
    largest: [
      { path: "/usr/bin/perl", change: "removed", what: [], before: 1_048_576 },
      { path: "/etc/passwd", change: "changed", what: ["content", "mode"], before: 20, after: 10 },
    ],
    folders: [{ path: "/usr/bin", paths: 1, before: 1_048_576, after: 0 }],
  },
};

/** One of each closer look. Made up by hand. */
export const inspections: readonly Inspection[] = [
  {
    kind: "layer",
    layer: 2,
    top: 5,
    added: { paths: 2, bytes: 2048 },
    changed: { paths: 1, bytes: 1024 },
    deleted: { paths: 1, bytes: 4096 },
    folders: [{ path: "/usr/lib", bytes: 3072, files: 3 }],
    files: [
      { path: "/usr/lib/a", bytes: 2048, change: "added" },
      { path: "/usr/lib/b", bytes: 1024, change: "changed" },
    ],
    deletedPaths: [{ path: "/var/cache/apt", bytes: 4096 }],
  },
  {
    kind: "tree",
    depth: 2,
    top: 2,
    rows: [
      { kind: "folder", path: "/", depth: 0, bytes: 4096, paths: 40 },
      { kind: "folder", path: "/usr", depth: 1, bytes: 3072, paths: 20 },
      { kind: "file", path: "/usr/big", depth: 2, bytes: 2048, paths: 1 },
      { kind: "rest", path: "/usr", depth: 2, bytes: 1024, paths: 5 },
    ],
  },
  diff,
  {
    kind: "package",
    wanted: "libc6",
    top: 5,
    matches: [
      {
        purl: "pkg:deb/debian/libc6@2.31",
        name: "libc6",
        version: "2.31",
        source: { name: "glibc", version: "2.31" },
        licenses: ["GPL-2+"],
        layer: 0,
        path: "/var/lib/dpkg/status",
        dependsOn: [],
        neededBy: ["pkg:deb/debian/bash@5"],
        files: { paths: 2, bytes: 300, largest: [{ path: "/lib/libc.so.6", bytes: 200 }] },
      },
      {
        purl: "pkg:npm/libc6@1",
        name: "libc6",
        version: "1",
        layer: 6,
        path: "/app/package-lock.json",
        declared: true,
      },
    ],
  },
];
