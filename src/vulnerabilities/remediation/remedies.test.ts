import { describe, expect, it } from "vitest";
import { vulnerability } from "../../../test/reports/sample-scan.ts";
import type { PackageInfo } from "../../domain/image/image-info.ts";
import { newestOf } from "./newest-of.ts";
import { remedies } from "./remedies.ts";
import type { Surroundings } from "./surroundings.ts";

const debian: Surroundings = {
  packages: [],
  os: { id: "debian", versionId: "12", prettyName: "Debian 12" },
  canUpgrade: true,
  newest: newestOf,
};
const curl = (id: string, changes = {}) =>
  vulnerability({
    id,
    name: "curl",
    purl: "pkg:deb/debian/curl@7.88.1-10?arch=amd64",
    installed: "7.88.1-10",
    fixedIn: "7.88.1-10+deb12u6",
    layer: 2,
    ...changes,
  });
const npm = (name: string, version: string, changes = {}) =>
  vulnerability({
    id: `CVE-${name}`,
    name,
    purl: `pkg:npm/${name}@${version}`,
    installed: version,
    path: `/app/node_modules/${name}/package.json`,
    layer: 3,
    ...changes,
  });
const unfixed = (changes: object) => {
  const { fixedIn: _, ...rest } = curl("CVE-2024-9", changes);
  return rest;
};

describe("remedies", () => {
  it("takes the smallest version that fixes all: the newest of the fixes, in the order of the ecosystem", () => {
    const [step] = remedies(
      [curl("CVE-2024-1", { fixedIn: "7.88.1-10+deb12u10" }), curl("CVE-2024-2", { fixedIn: "7.88.1-10+deb12u9" })],
      debian,
    );
    expect(step).toMatchObject({
      kind: "upgrade",
      title: "Upgrade curl of Debian 12",
      command: "apt-get update && apt-get install -y --only-upgrade curl",
      packages: [{ name: "curl", installed: "7.88.1-10", to: "7.88.1-10+deb12u10" }],
      vulnerabilities: ["CVE-2024-1", "CVE-2024-2"],
    });
    const [semver] = remedies(
      [npm("left", "1.0.0", { fixedIn: "1.9.0" }), npm("left", "1.0.0", { id: "CVE-b", fixedIn: "1.10.0" })],
      debian,
    );
    expect(semver).toMatchObject({ command: "npm install left@1.10.0" });
  });

  it("puts exploited vulnerabilities before any number of others, and what cannot be fixed last", () => {
    const kev = { added: "2024-01-01", ransomware: false };
    const steps = remedies(
      [
        unfixed({ status: "will-not-fix", severity: "critical", reason: "too intrusive" }),
        curl("CVE-2024-1", { severity: "critical" }),
        npm("left", "1.0.0", { fixedIn: "1.0.1", severity: "low", kev }),
      ],
      debian,
    );
    expect(steps.map(({ kind, exploited }) => [kind, exploited])).toEqual([
      ["dependency", 1],
      ["upgrade", 0],
      ["none", 0],
    ]);
    expect(steps.at(-1)).toMatchObject({
      title: "The vendor will not fix these: 1 package",
      packages: [{ reason: "too intrusive" }],
    });
  });

  it("counts a vulnerability in several packages of one source once", () => {
    const [step] = remedies(
      [curl("CVE-2024-1"), curl("CVE-2024-1", { name: "libcurl4", purl: "pkg:deb/debian/libcurl4@7.88.1-10" })],
      debian,
    );
    expect(step).toMatchObject({
      vulnerabilities: ["CVE-2024-1"],
      severities: { high: 1 },
      packages: [{ name: "curl" }, { name: "libcurl4" }],
    });
  });

  it("rebuilds for packages of the base, including libraries, and upgrades the rest", () => {
    const base = { count: 3, name: "node:22", how: "the Dockerfile has no line for its layers" };
    const steps = remedies(
      [
        curl("CVE-2024-1"),
        npm("left", "1.0.0", { fixedIn: "1.0.1", layer: 1 }),
        npm("right", "1.0.0", { fixedIn: "1.0.1" }),
      ],
      { ...debian, base },
    );
    expect(steps.map(({ kind, title }) => [kind, title])).toEqual([
      ["rebuild", "Rebuild on a newer node:22: 2 packages came with it"],
      ["dependency", "Bump right from 1.0.0 to 1.0.1"],
    ]);
    expect(steps[0]?.notes).toContain(
      "while no newer base is out: RUN apt-get update && apt-get install -y --only-upgrade curl",
    );
  });

  it("gives no command that a name could break out of, and none without a package manager", () => {
    const hostile = curl("CVE-2024-1", { name: "curl; rm -rf /" });
    expect(remedies([hostile], debian)[0]).not.toHaveProperty("command");
    expect(remedies([npm("a$(id)", "1.0.0", { fixedIn: "1.0.1" })], debian)[0]).not.toHaveProperty("command");
    expect(remedies([npm("left", "1.0.0", { fixedIn: "1.0.1`id`" })], debian)[0]).not.toHaveProperty("command");
    const bare = remedies([curl("CVE-2024-1")], { ...debian, canUpgrade: false })[0];
    expect(bare).not.toHaveProperty("command");
    expect(bare?.notes).toEqual(["the image has no package manager: rebuild the layers that brought them"]);
  });

  it.each([
    ["apk", { id: "alpine" }, "apk upgrade --no-cache curl"],
    ["rpm", { id: "almalinux", idLike: ["rhel", "centos"], versionId: "9.4" }, "dnf upgrade -y curl"],
    ["rpm", { id: "centos", idLike: ["rhel", "fedora"], versionId: "7" }, "yum upgrade -y curl"],
    ["rpm", { id: "amzn", idLike: ["centos", "rhel", "fedora"], versionId: "2" }, "yum upgrade -y curl"],
    ["rpm", { id: "opensuse-leap", idLike: ["suse", "opensuse"] }, "zypper --non-interactive update curl"],
    ["rpm", { id: "azurelinux" }, "tdnf upgrade -y curl"],
  ])("of %s packages on %j: %s", (type, os, command) => {
    expect(
      remedies([curl("CVE-2024-1", { purl: `pkg:${type}/x/curl@7.88.1-10` })], { ...debian, os })[0],
    ).toMatchObject({ command });
  });

  it("tells when the image's own sources do not have the fix", () => {
    const pending = {
      purl: "",
      name: "curl",
      source: "curl",
      installed: "7.88.1-10",
      candidate: "7.88.1-10+deb12u5",
      origin: "",
      security: false,
      cves: [],
    };
    const updates = { askedAt: "", sources: [], unread: [], pending: [pending] };
    expect(remedies([curl("CVE-2024-1")], { ...debian, updates })[0]?.notes[0]).toMatch(/do not offer the fix of curl/);
    const newer = { ...updates, pending: [{ ...pending, candidate: "7.88.1-10+deb12u6" }] };
    expect(remedies([curl("CVE-2024-1")], { ...debian, updates: newer })[0]?.notes).toEqual([]);
  });

  it("does not bump a library that a program brought in a folder of its own", () => {
    const path = "/usr/lib/node_modules/npm/node_modules/tar/package.json";
    expect(remedies([npm("tar", "6.0.0", { fixedIn: "6.2.1", path })], debian)[0]).toMatchObject({
      title: "Bump tar from 6.0.0 to 6.2.1",
      command: "npm install --global npm@latest",
    });
  });

  it("names what needs the library, and several installed versions", () => {
    const packages: PackageInfo[] = [
      {
        purl: "pkg:npm/express@4.0.0",
        name: "express",
        version: "4.0.0",
        layer: 3,
        path: "",
        dependsOn: ["pkg:npm/left@1.0.0"],
      },
    ];
    const [step] = remedies([npm("left", "1.0.0", { fixedIn: "1.0.1" }), npm("left", "2.0.0", { fixedIn: "2.0.1" })], {
      ...debian,
      packages,
    });
    expect(step).toMatchObject({
      title: "Bump left from 1.0.0, 2.0.0 to 2.0.1",
      notes: ["needed by express, which may have to be bumped with it", expect.any(String)],
    });
  });

  it("moves a runtime, and builds Go programs anew", () => {
    const node = vulnerability({
      id: "CVE-n",
      name: "node",
      purl: "pkg:generic/node@18.1.0",
      installed: "18.1.0",
      fixedIn: "18.20.8",
      path: "/usr/local/bin/node",
    });
    const go = vulnerability({
      id: "CVE-g",
      name: "stdlib",
      purl: "pkg:golang/stdlib@1.22.0",
      installed: "1.22.0",
      fixedIn: "1.22.5",
      path: "/app",
    });
    expect(remedies([node, go], debian).map(({ kind, title }) => [kind, title])).toEqual([
      ["runtime", "Move to node 18.20.8 or newer in place of 18.1.0"],
      ["runtime", "Build with Go 1.22.5 or newer in place of 1.22.0"],
    ]);
  });

  describe("of a program that no package manager brought", () => {
    const nginx = vulnerability({
      id: "CVE-p",
      name: "nginx",
      purl: "pkg:generic/nginx@1.15.2",
      installed: "1.15.2",
      fixedIn: "1.20.1",
      path: "/usr/sbin/nginx",
      layer: 1,
    });
    const image = (env: readonly string[], createdBy: string, line?: number) =>
      ({
        config: { env },
        layers: [
          { index: 0, createdBy: "/bin/sh -c #(nop) ADD file:1 in /" },
          { index: 1, createdBy, ...(line !== undefined && { line }) },
        ],
      }) as unknown as NonNullable<Surroundings["image"]>;
    const notes = (of: Surroundings["image"], more: Partial<Surroundings> = {}) =>
      remedies([nginx], { ...debian, ...(of && { image: of }), ...more })[0]?.notes.slice(1);

    it.each<[string, Surroundings["image"], readonly string[]]>([
      [
        "the ENV that says which",
        image(["PATH=/bin", "NGINX_VERSION=1.15.2"], "RUN make install", 7),
        ["the ENV NGINX_VERSION=1.15.2 says which: change it, and the checksum that belongs to it"],
      ],
      [
        "the ARG, and where it was downloaded from, without what may be secret in the address",
        image(
          [],
          "RUN |1 NGINX_VERSION=v1.15.2 /bin/sh -c curl -fL 'https://me:secret@host.example/nginx-1.15.2.tar.gz?sig=x' | tar xz",
          9,
        ),
        [
          "the ARG NGINX_VERSION=v1.15.2 says which: change it, and the checksum that belongs to it",
          "downloaded from https://host.example/nginx-1.15.2.tar.gz, line 9 of the Dockerfile",
        ],
      ],
      [
        "the line, where nothing names the version",
        image(["X_VERSION=1.15.20"], "COPY nginx /usr/sbin/", 4),
        ["brought by layer 1, line 4 of the Dockerfile"],
      ],
      [
        "a newer tag, where the Dockerfile is not known",
        image([], "COPY nginx /usr/sbin/"),
        ["where a base image brought it: a tag with nginx 1.20.1 or newer in place of 1.15.2"],
      ],
    ])("names %s", (_, of, expected) => {
      expect(notes(of)).toEqual(expected);
    });

    it("suggests a newer tag of the base", () => {
      const [step] = remedies([nginx], { ...debian, base: { count: 2, name: "nginx:1.15", how: "x" } });
      expect(step).toMatchObject({ kind: "rebuild", title: "Rebuild on a newer nginx:1.15: 1 package came with it" });
      expect(step?.notes).toContain("a tag with nginx 1.20.1 or newer in place of 1.15.2");
    });

    it("takes the newest of several fixes, by upstream's order", () => {
      const [step] = remedies(
        [nginx, { ...nginx, id: "CVE-q", fixedIn: "1.9.10" }, { ...nginx, id: "CVE-r", fixedIn: "1.20.0-rc1" }],
        debian,
      );
      expect(step?.title).toBe("Move to nginx 1.20.1 or newer in place of 1.15.2");
    });
  });

  it("needs no step for what somebody set aside", () => {
    expect(remedies([curl("CVE-2024-1", { suppressed: { by: "ignore", reason: "no", where: "x" } })], debian)).toEqual(
      [],
    );
  });
});
