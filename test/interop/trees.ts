import { writeElf } from "../formats/write-elf.ts";
import { writeBuildInfo } from "../formats/write-go.ts";
import type { Member } from "../images/archive.ts";
import { packageTags, writeHeader } from "../images/rpm/write-header.ts";
import { writeSqlite } from "../images/rpm/write-sqlite.ts";

/** A distribution's tree with a few packages: names and versions are real ones, files of theirs are not there. */
export interface InteropTree {
  readonly name: string;
  readonly members: readonly Member[];
}

/** NAME VERSION [SOURCE [SOURCE_VERSION]] [: DEPENDS,...]. With rings as the real packages have: libc6 and libgcc-s1, libssl3t64 and its provider. */
const debianPackages = `
apt 3.0.3 : libapt-pkg7.0, libc6
base-files 13.8+deb13u2
bsdutils 1:2.41-5 util-linux 2.41-5 : libc6
coreutils 9.7-3 : libc6
dash 0.5.12-12 : libc6
gcc-14-base 14.2.0-19 gcc-14
libapt-pkg7.0 3.0.3 apt : libc6, libgcc-s1, libssl3t64, libstdc++6, libsystemd0, zlib1g
libc-bin 2.41-12 glibc : libc6
libc6 2.41-12 glibc : libgcc-s1
libcurl4t64 8.14.1-2 curl : libc6, libssl3t64, zlib1g
libgcc-s1 14.2.0-19 gcc-14 : gcc-14-base, libc6
libpam-modules 1.7.0-5 pam : libc6, libpam0g
libpam0g 1.7.0-5 pam : libc6
libpython3.13-minimal 3.13.5-2 python3.13 : libc6, libssl3t64
libssl3t64 3.5.1-1 openssl : libc6, openssl-provider-legacy
libstdc++6 14.2.0-19 gcc-14 : gcc-14-base, libc6, libgcc-s1
libsystemd0 257.7-1 systemd : libc6
libtinfo6 6.5+20250216-2 ncurses : libc6
libuuid1 2.41-5 util-linux : libc6
login 1:4.16.0-2+really2.41-5 util-linux 2.41-5 : libc6
openssl 3.5.1-1 : libc6, libssl3t64
openssl-provider-legacy 3.5.1-1 openssl : libc6, libssl3t64
passwd 1:4.17.4-2 shadow : libc6, libpam0g
perl-base 5.40.1-6 perl : libc6
util-linux 2.41-5 : libc6, libuuid1
zlib1g 1:1.3.dfsg+really1.3.1-1+b1 zlib 1:1.3.dfsg+really1.3.1-1 : libc6
`;

function debianParagraph(line: string): string {
  const [head = "", depends] = line.split(" : ");
  const [name = "", version = "", source, sourceVersion] = head.split(" ");
  return [
    `Package: ${name}`,
    "Status: install ok installed",
    "Architecture: amd64",
    `Version: ${version}`,
    ...(source === undefined ? [] : [`Source: ${source}${sourceVersion === undefined ? "" : ` (${sourceVersion})`}`]),
    ...(depends === undefined ? [] : [`Depends: ${depends}`]),
    "Maintainer: nobody <nobody@example.com>",
    "Description: made up",
  ].join("\n");
}

/** Go, npm and PyPI beside Debian's: one tree for all tables. */
const languages: readonly Member[] = [
  ...(["lodash 4.17.20", "minimist 1.2.5"] as const).map((line) => {
    const [name = "", version = ""] = line.split(" ");
    const content = JSON.stringify({ name, version, license: "MIT" });
    return { path: `srv/node_modules/${name}/package.json`, content };
  }),
  ...(["Flask 2.0.0", "Jinja2 3.0.0"] as const).map((line) => {
    const [name = "", version = ""] = line.split(" ");
    const content = `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n\n`;
    return { path: `usr/lib/python3/dist-packages/${name}-${version}.dist-info/METADATA`, content };
  }),
  {
    path: "usr/local/bin/tool",
    mode: 0o755,
    content: goProgram(),
  },
];

function goProgram(): Buffer {
  const modules =
    "path\texample.com/tool\nmod\texample.com/tool\tv1.0.0\t\ndep\tgolang.org/x/crypto\tv0.1.0\th1:abc=\n";
  const info = writeBuildInfo("go1.22.3", modules);
  const parts = [
    { name: ".go.buildinfo", writable: true, content: info },
    // Smaller files are no Go programs.
    { name: ".rodata", content: Buffer.alloc(64 * 1024) },
  ];
  const program = writeElf(parts);
  // Go's own reader wants a machine, a version of the format, and a last section that is a table of strings.
  program.writeUInt16LE(0x3e, 18);
  program.writeUInt32LE(1, 20);
  program.writeUInt32LE(3, Number(program.readBigUInt64LE(40)) + (parts.length + 1) * 64 + 4);
  return program;
}

const release = (fields: Readonly<Record<string, string>>): Member => ({
  path: "etc/os-release",
  content: Object.entries(fields)
    .map(([key, value]) => `${key}="${value}"\n`)
    .join(""),
});

const debian: InteropTree = {
  name: "debian",
  members: [
    release({
      PRETTY_NAME: "Debian GNU/Linux 13 (trixie)",
      ID: "debian",
      VERSION_ID: "13",
      VERSION_CODENAME: "trixie",
    }),
    { path: "etc/debian_version", content: "13.8\n" },
    {
      path: "var/lib/dpkg/status",
      content: `${debianPackages.trim().split("\n").map(debianParagraph).join("\n\n")}\n`,
    },
    ...languages,
  ],
};

const alpine: InteropTree = {
  name: "alpine",
  members: [
    release({ PRETTY_NAME: "Alpine Linux v3.22", ID: "alpine", VERSION_ID: "3.22.1" }),
    { path: "etc/alpine-release", content: "3.22.1\n" },
    {
      path: "lib/apk/db/installed",
      content: [
        "busybox 1.37.0-r18 busybox",
        "libcrypto3 3.5.1-r0 openssl",
        "musl 1.2.5-r10 musl",
        "ssl_client 1.37.0-r18 busybox",
        "zlib 1.3.1-r2 zlib",
      ]
        .map((line) => line.split(" "))
        .map(([name, version, origin]) => `P:${name}\nV:${version}\nA:x86_64\nL:MIT\no:${origin}\n\n`)
        .join(""),
    },
  ],
};

interface Rpm {
  readonly name: string;
  readonly version: string;
  readonly release: string;
  readonly source: string;
  readonly epoch?: number;
  readonly module?: string;
}

const enterprise = (suffix: string): readonly Rpm[] => [
  { name: "bash", version: "5.1.8", release: `9.${suffix}`, source: "bash" },
  { name: "glibc-common", version: "2.34", release: `168.${suffix}`, source: "glibc" },
  { name: "openssl-libs", version: "3.2.2", release: `6.${suffix}`, source: "openssl", epoch: 1 },
  {
    name: "nodejs",
    version: "20.11.1",
    release: `1.module_${suffix}+18000+1`,
    source: "nodejs",
    epoch: 1,
    module: "nodejs:20:9040020240301110954:rhel9",
  },
];

function rpmTree(
  name: string,
  vendor: string,
  os: Member,
  packages: readonly Rpm[],
  more: readonly Member[] = [],
): InteropTree {
  const headers = packages.map(({ name: own, version, release: number, source, epoch, module }) =>
    writeHeader(
      packageTags(own, {
        1001: version,
        1002: number,
        ...(epoch !== undefined && { 1003: { bytes: 4, numbers: [epoch] } as const }),
        1011: vendor,
        1044: `${source}-${version}-${number}.src.rpm`,
        ...(module !== undefined && { 5096: module }),
      }),
    ),
  );
  const { database } = writeSqlite(headers);
  return { name, members: [os, ...more, { path: "var/lib/rpm/rpmdb.sqlite", content: database }] };
}

const rpms = (): readonly InteropTree[] => [
  rpmTree(
    "rocky",
    "Rocky Enterprise Software Foundation",
    release({ PRETTY_NAME: "Rocky Linux 9.4", ID: "rocky", ID_LIKE: "rhel centos fedora", VERSION_ID: "9.4" }),
    enterprise("el9_4"),
    [{ path: "etc/rocky-release", content: "Rocky Linux release 9.4 (Blue Onyx)\n" }],
  ),
  rpmTree(
    "almalinux",
    "AlmaLinux",
    release({ PRETTY_NAME: "AlmaLinux 9.4", ID: "almalinux", ID_LIKE: "rhel centos fedora", VERSION_ID: "9.4" }),
    enterprise("el9_4"),
    [{ path: "etc/almalinux-release", content: "AlmaLinux release 9.4 (Seafoam Ocelot)\n" }],
  ),
  rpmTree(
    "azurelinux",
    "Microsoft Corporation",
    release({ PRETTY_NAME: "Microsoft Azure Linux 3.0", ID: "azurelinux", VERSION_ID: "3.0" }),
    [
      { name: "bash", version: "5.2.15", release: "3.azl3", source: "bash" },
      { name: "glibc", version: "2.38", release: "10.azl3", source: "glibc" },
      { name: "openssl-libs", version: "3.3.3", release: "2.azl3", source: "openssl" },
      { name: "openssl", version: "3.3.3", release: "2.azl3", source: "openssl" },
      { name: "glibc-iconv", version: "2.38", release: "10.azl3", source: "glibc" },
    ],
    [{ path: "etc/azurelinux-release", content: "Azure Linux 3.0 (v3.0.20250102)\n" }],
  ),
];

/** What the tables on SBOMs and VEX are drawn for. */
export const interopTrees = (): readonly InteropTree[] => [debian, ...rpms(), alpine];
