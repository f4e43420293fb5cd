import type { ImageInfo, PackageInfo } from "../../src/domain/image/image-info.ts";
import type { Report } from "../../src/domain/report/report.ts";
import { sampleImage } from "./sample-image.ts";
import { emptyReport } from "./sample-report.ts";

const npm = (name: string, version: string, path: string, more: Partial<PackageInfo> = {}): PackageInfo => ({
  purl: `pkg:npm/${name}@${version}`,
  name,
  version,
  layer: 6,
  path: `${path}/node_modules/${name}/package.json`,
  ...more,
});

/** An image with something in every part that a report can show. Made up by hand: a sample, not a measurement. */
export const fullImage: ImageInfo = {
  ...sampleImage,
  manifestDigest: `sha256:${"b2".repeat(32)}`,
  compressedBytes: 62_914_560,
  config: {
    ...sampleImage.config,
    entrypoint: ["/usr/bin/tini", "--"],
    volumes: ["/data"],
    healthcheck: ["CMD-SHELL", "wget -q -O - http://localhost:8080/health"],
    stopSignal: "SIGINT",
    labels: {
      "org.opencontainers.image.source": "https://git.example/team/app",
      "org.opencontainers.image.licenses": "Apache-2.0",
      "org.opencontainers.image.url": "javascript:alert(1)",
    },
  },
  layers: sampleImage.layers.map((layer) => ({
    ...layer,
    compressedBytes: Math.round(layer.bytes * 0.375),
    changed: layer.index === 2 ? 120 : 0,
    deleted: layer.index === 4 ? 3 : 0,
    digest: layer.index === 6 ? "not-checked" : "verified",
  })),
  packages: [
    ...sampleImage.packages.map((info) =>
      info.name === "libc6"
        ? { ...info, licenses: ["GPL-2+", "LGPL-2.1+"], dependsOn: [], files: 312, bytes: 12_582_912 }
        : info.name === "libssl1.1"
          ? { ...info, licenses: ["OpenSSL", "SSLeay (old)"], dependsOn: [sampleImage.packages[1]?.purl ?? ""] }
          : info,
    ),
    npm("ring-a", "1.0.0", "/app", { licenses: ["MIT"], dependsOn: ["pkg:npm/ring-b@1.0.0"] }),
    npm("ring-b", "1.0.0", "/app", { licenses: ["(MIT OR Apache-2.0)"], dependsOn: ["pkg:npm/ring-a@1.0.0"] }),
    npm("twice", "2.0.0", "/app", { dependsOn: [] }),
    npm("twice", "2.0.0", "/srv/tool", { dependsOn: [] }),
    npm("user", "3.0.0", "/srv/tool", { dependsOn: ["pkg:npm/twice@2.0.0", "pkg:npm/gone@1.0.0"] }),
    npm("declared-only", "0.1.0", "/app", { declared: true, path: "/app/package-lock.json" }),
    {
      purl: "pkg:maven/org.springframework/spring-core@6.2.12",
      name: "org.springframework:spring-core",
      version: "6.2.12",
      identity: {
        by: "table",
        confidence: 0.97,
        evidence: ["org.springframework is known to have spring-core and classes in org/springframework"],
        folders: ["org/springframework"],
      },
      layer: 6,
      path: "/app/spring-core-6.2.12.jar",
    },
    { purl: "pkg:generic/node@24.1.0", name: "node", version: "24.1.0", layer: 2, path: "/usr/local/bin/node" },
  ],
  waste: {
    ...sampleImage.waste,
    duplicates: [{ bytes: 4_096, paths: ["/app/a.bin", "/app/b.bin", "/srv/a.bin"], wastedBytes: 8_192 }],
  },
  leftovers: [
    ...sampleImage.leftovers,
    { kind: "docs", path: "/usr/share/doc", bytes: 2_097_152, files: 410, layer: 0 },
    { kind: "docs", path: "/usr/share/man", bytes: 1_048_576, files: 90, layer: 0 },
    { kind: "vcs", path: "/app/.git", bytes: 524_288, files: 61, layer: 6 },
  ],
  fileCapabilities: [
    { path: "/usr/bin/ping", mode: "0755", uid: 0, gid: 0, layer: 0, bytes: 90_568, capabilities: "cap_net_raw=ep" },
  ],
  worldWritable: [{ path: "/app/upload", mode: "0777", uid: 0, gid: 0, layer: 6, bytes: 0 }],
  devices: [{ path: "/dev/sda", mode: "0660", uid: 0, gid: 6, layer: 0, bytes: 0 }],
  accounts: [
    { name: "root", uid: 0, gid: 0, shell: "/bin/bash", password: "locked" },
    { name: "toor", uid: 0, gid: 0, shell: "/bin/sh", password: "empty" },
    { name: "app", uid: 1000, gid: 1000, shell: "/usr/sbin/nologin", password: "unknown" },
  ],
  programs: [
    { kind: "shell", path: "/bin/bash", layer: 0 },
    { kind: "shell", path: "/bin/sh", layer: 0 },
    { kind: "package-manager", path: "/usr/bin/apt-get", layer: 0 },
  ],
  secrets: [
    {
      kind: "private-key",
      title: "Private key",
      severity: "error",
      masked: "-----BEGIN…",
      place: { in: "file", layer: 5, path: "/app/key.pem", line: 1, hiddenBy: 6 },
    },
    {
      kind: "password",
      title: "Password",
      severity: "error",
      masked: "hun…",
      place: { in: "env", name: "DB_PASSWORD" },
    },
    { kind: "token", title: "Token", severity: "error", masked: "abc…", place: { in: "history", step: 4 } },
  ],
  unread: [{ path: "/opt/app.jar", layer: 6, reason: "it ends in the middle of a record" }],
};

export const inspectReport: Report = {
  ...emptyReport,
  targets: [
    {
      id: "registry.example:5000/team/app:1.0",
      kind: "image",
      name: "registry.example:5000/team/app:1.0",
      digest: fullImage.digest,
      reference: "registry.example:5000/team/app:1.0",
    },
  ],
  image: fullImage,
};
