import type { ImageInfo, LayerInfo, PackageInfo, UpdatesInfo } from "../../src/domain/image/image-info.ts";

const layer = (index: number, createdBy: string, bytes: number, wastedBytes: number, line?: number): LayerInfo => ({
  index,
  diffId: `sha256:${index.toString(16).repeat(64).slice(0, 64)}`,
  createdBy,
  ...(line === undefined ? {} : { line }),
  bytes,
  files: Math.ceil(bytes / 40_000),
  added: Math.ceil(bytes / 50_000),
  changed: index === 2 ? 90 : 0,
  deleted: index === 4 ? 1 : 0,
  wastedBytes,
  digest: "verified",
});

const debian = (name: string, version: string): PackageInfo => ({
  purl: `pkg:deb/debian/${name}@${version}?arch=amd64&distro=debian-11`,
  name,
  version,
  layer: 0,
  path: "/var/lib/dpkg/status",
});

const passwd = "pkg:deb/debian/passwd@1%3A4.8.1-1?arch=amd64&distro=debian-11";

/** Made up by hand for the tests of the report formats: a sample, not a measurement. */
export const sampleImage: ImageInfo = {
  digest: `sha256:${"a1".repeat(32)}`,
  sizeBytes: 167_772_160,
  user: "1000:1000",
  config: {
    architecture: "amd64",
    os: "linux",
    created: "2026-10-01T08:00:00Z",
    user: "1000:1000",
    env: ["PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8"],
    entrypoint: [],
    cmd: ["python3", "/app/app.py"],
    workingDir: "/app",
    exposedPorts: ["8080/tcp"],
    volumes: [],
    labels: { "org.opencontainers.image.source": "https://git.example.com/team/app" },
  },
  os: { id: "debian", versionId: "11", codename: "bullseye", prettyName: "Debian GNU/Linux 11 (bullseye)" },
  layers: [
    layer(0, "ADD rootfs.tar / # buildkit", 104_857_600, 9_437_184),
    layer(1, "RUN /bin/sh -c apt-get update # buildkit", 17_825_792, 0, 3),
    layer(2, "RUN /bin/sh -c apt-get -y upgrade # buildkit", 18_734_080, 1_048_576, 4),
    layer(3, "RUN /bin/sh -c apt-get -y autoremove # buildkit", 0, 0, 5),
    layer(4, "RUN /bin/sh -c apt-get -y autoclean # buildkit", 0, 0, 6),
    layer(5, "RUN /bin/sh -c useradd --uid 1000 app # buildkit", 8_192, 0, 7),
    layer(6, "COPY app.py /app/app.py # buildkit", 2_048, 0, 10),
  ],
  packages: [
    debian("base-files", "11.1+deb11u7"),
    debian("libc6", "2.31-13+deb11u6"),
    { ...debian("libssl1.1", "1.1.1n-0+deb11u5"), source: { name: "openssl", version: "1.1.1n-0+deb11u5" } },
    debian("zlib1g", "1:1.2.11.dfsg-2+deb11u2"),
    { purl: "pkg:pypi/pip@23.0.1", name: "pip", version: "23.0.1", layer: 0, path: "/usr/lib/python3/pip/METADATA" },
  ],
  waste: {
    bytes: 10_485_760,
    efficiency: 0.93,
    paths: [
      { path: "/usr/lib/x86_64-linux-gnu/libcrypto.so.1.1", bytes: 3_031_904, layer: 0, by: 2, how: "overwritten" },
      { path: "/usr/bin/perl", bytes: 3_481_496, layer: 0, by: 2, how: "overwritten" },
      { path: "/var/cache/apt/pkgcache.bin", bytes: 1_048_576, layer: 2, by: 4, how: "deleted" },
    ],
  },
  leftovers: [{ kind: "package-lists", path: "/var/lib/apt/lists", bytes: 17_461_248, files: 14, layer: 1 }],
  setuid: [
    { path: "/usr/bin/passwd", mode: "4755", uid: 0, gid: 0, layer: 0, bytes: 63_960, owner: passwd },
    { path: "/usr/bin/su", mode: "4755", uid: 0, gid: 0, layer: 0, bytes: 71_912 },
  ],
  fileCapabilities: [
    { path: "/usr/bin/ping", mode: "0755", uid: 0, gid: 0, layer: 0, bytes: 77_432, capabilities: "cap_net_raw=ep" },
  ],
  worldWritable: [{ path: "/app/data", mode: "0777", uid: 1000, gid: 1000, layer: 6, bytes: 0 }],
  devices: [],
  accounts: [
    { name: "root", uid: 0, gid: 0, shell: "/bin/bash", password: "locked" },
    { name: "app", uid: 1000, gid: 1000, shell: "/bin/sh", password: "locked" },
  ],
  groups: [
    { name: "root", gid: 0 },
    { name: "app", gid: 1000 },
  ],
  programs: [
    { kind: "package-manager", path: "/usr/bin/apt-get", layer: 0 },
    { kind: "shell", path: "/bin/bash", layer: 0 },
  ],
};

export const sampleUpdates: UpdatesInfo = {
  askedAt: "2026-11-24T12:00:00Z",
  sources: ["Debian:11/oldoldstable", "Debian-Security:11/oldoldstable-security"],
  pending: [
    {
      purl: "pkg:deb/debian/libc6@2.31-13%2Bdeb11u6",
      name: "libc6",
      source: "glibc",
      installed: "2.31-13+deb11u6",
      candidate: "2.31-13+deb11u11",
      origin: "Debian-Security:11/oldoldstable-security",
      security: true,
      cves: ["CVE-2024-2961", "CVE-2024-33599"],
    },
    {
      purl: "pkg:deb/debian/libssl1.1@1.1.1n-0%2Bdeb11u5",
      name: "libssl1.1",
      source: "openssl",
      installed: "1.1.1n-0+deb11u5",
      candidate: "1.1.1w-0+deb11u2",
      origin: "Debian-Security:11/oldoldstable-security",
      security: true,
      cves: ["CVE-2024-0727"],
    },
    {
      purl: "pkg:deb/debian/base-files@11.1%2Bdeb11u7",
      name: "base-files",
      source: "base-files",
      installed: "11.1+deb11u7",
      candidate: "11.1+deb11u11",
      origin: "Debian:11/oldoldstable",
      security: false,
      cves: [],
    },
  ],
  unread: [{ name: "zlib1g", reason: "the archive has no changelog for 1:1.2.11.dfsg-2+deb11u2" }],
};
