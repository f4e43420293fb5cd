import { describe, expect, it } from "vitest";
import { advisory, match, pack, statuses, upTo } from "../../../test/match-case.ts";
import type { Advisory } from "../../domain/advisory/advisory.ts";

describe("Debian", () => {
  const os = { id: "debian", versionId: "13" };
  const libc = pack("pkg:deb/debian/libc6@2.41-12%2Bb2?arch=amd64", { source: { name: "glibc", version: "2.41-12" } });

  it("matches by the source's name and version, and names the binary", () => {
    const advisories = [
      advisory({ package: "glibc", ranges: upTo("2.41-12") }),
      advisory({ package: "libc6", id: "CVE-2024-9" }),
    ];
    expect(statuses(libc, "debian-13", advisories, { os })).toEqual([]);
    const { vulnerabilities } = match(
      libc,
      "debian-13",
      [advisory({ package: "glibc", ranges: upTo("2.41-12+deb13u1") })],
      { os },
    );
    expect(vulnerabilities).toMatchObject([{ name: "libc6", installed: "2.41-12+b2", fixedIn: "2.41-12+deb13u1" }]);
  });

  it("ignores the number of a rebuild if the source's version is unknown", () => {
    const rebuilt = pack("pkg:deb/debian/p@1.0-1%2Bb9?distro=debian-13");
    expect(statuses(rebuilt, "debian-13", [advisory({ ranges: upTo("1.0-1+b1") })])).toEqual([
      "CVE-2024-1 fixed 1.0-1+b1",
    ]);
    expect(statuses(rebuilt, "debian-13", [advisory({ ranges: upTo("1.0-1") })])).toEqual([]);
  });

  it.each([
    ["no-dsa", "deferred"],
    ["postponed", "deferred"],
    ["fix-deferred", "deferred"],
    ["ignored", "will-not-fix"],
    ["end-of-life", "will-not-fix"],
    ["will-not-fix", "will-not-fix"],
    ["undetermined", "unknown"],
  ] as const)("%s is %s, with the vendor's words and without a fix", (state, status) => {
    const advisories = [advisory({ package: "glibc", state, reason: "Minor issue", ranges: upTo("3.0-1") })];
    const [found] = match(libc, "debian-13", advisories, { os }).vulnerabilities;
    expect(found).toMatchObject({ status, reason: "Minor issue" });
    expect(found).not.toHaveProperty("fixedIn");
  });

  it("reports a fix in unstable only as no fix", () => {
    const advisories = [advisory({ package: "glibc", channel: "sid", ranges: upTo("3.0-1") })];
    expect(match(libc, "debian-13", advisories, { os }).vulnerabilities).toMatchObject([
      { status: "affected", reason: "fixed in 3.0-1 of unstable only" },
    ]);
  });

  it("omits unaffected packages, and gives the reason on request", () => {
    const advisories = [
      advisory({
        package: "glibc",
        state: "not-affected",
        reason: "Vulnerable code not present",
        source: "debian-tracker",
      }),
    ];
    const { vulnerabilities, said } = match(libc, "debian-13", advisories, { os });
    expect(vulnerabilities).toEqual([]);
    expect(said("glibc", "CVE-2024-1")).toBe(
      "CVE-2024-1 of debian-tracker says: not affected: Vulnerable code not present",
    );
    expect(said("libc6", "CVE-2024-7")).toBeUndefined();
  });

  it("suppresses kernel headers: the kernel is the host's", () => {
    const headers = pack("pkg:deb/debian/linux-libc-dev@6.12.1-1", { source: { name: "linux", version: "6.12.1-1" } });
    const { vulnerabilities } = match(headers, "debian-13", [advisory({ package: "linux", ranges: [] })], { os });
    expect(vulnerabilities).toMatchObject([{ suppressed: { by: "vendor" } }]);
  });

  it('takes "unimportant" as negligible, whatever the score', () => {
    const vectors = ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"];
    const advisories = [advisory({ package: "glibc", severity: "negligible", vectors, source: "debian-tracker" })];
    expect(match(libc, "debian-13", advisories, { os }).vulnerabilities).toMatchObject([
      { severity: "negligible", severitySource: "debian-tracker", score: 9.8 },
    ]);
  });
});

describe("Ubuntu", () => {
  const has = (version: string, advisories: readonly Advisory[]) =>
    match(pack(`pkg:deb/ubuntu/p@${version}?distro=ubuntu-20.04`), "ubuntu-20.04", advisories).vulnerabilities;
  const esm = advisory({ channel: "esm", ranges: upTo("1.0-1ubuntu1+esm2") });

  it("reports a fix from a subscription channel as no fix", () => {
    expect(has("1.0-1ubuntu1", [advisory({}), esm])).toMatchObject([
      { status: "affected", reason: "fixed in 1.0-1ubuntu1+esm2 of esm, which needs a subscription" },
    ]);
  });

  it("accepts the subscription's fix if it is installed", () => {
    expect(has("1.0-1ubuntu1+esm2", [advisory({}), esm])).toEqual([]);
  });
});

describe("Alpine", () => {
  const busybox = (distro: string) =>
    pack(`pkg:apk/alpine/ssl_client@1.36.1-r5?distro=${distro}`, { source: { name: "busybox", version: "1.36.1-r5" } });
  const fixed = [advisory({ package: "busybox", ranges: upTo("1.36.1-r6") })];

  it("matches by the origin package, in the release's branch", () => {
    expect(statuses(busybox("alpine-3.22.1"), "alpine-3.22", fixed)).toEqual(["CVE-2024-1 fixed 1.36.1-r6"]);
    expect(statuses(busybox("alpine-edge"), "alpine-edge", fixed)).toEqual(["CVE-2024-1 fixed 1.36.1-r6"]);
    expect(match(busybox("alpine-3.21"), "alpine-3.22", fixed).unjudged).toMatchObject([
      { reason: "the store has no advisories for alpine-3.21" },
    ]);
  });

  it("reports a missing shard", () => {
    expect(match(busybox("alpine-3.22"), "alpine-3.22", []).notes.join()).toContain(
      "a vulnerability without a fix is not among them",
    );
  });
});

describe("RHEL family", () => {
  const os = { id: "almalinux", versionId: "8.10" };
  const node = (version: string, stream?: string) =>
    pack(
      `pkg:rpm/almalinux/nodejs@${encodeURIComponent(version)}?arch=x86_64&epoch=1${stream === undefined ? "" : `&rpmmod=${encodeURIComponent(`${stream}:8040:a1`)}`}`,
    );
  const fix = (module: string | undefined, fixed: string, id = "ALSA-1") =>
    advisory({
      id,
      covers: ["CVE-2024-1"],
      package: "nodejs",
      ranges: upTo(fixed),
      ...(module === undefined ? {} : { module }),
    });
  const stream18 = fix("nodejs:18", "1:18.20.0-1.module_el8.9.0+1+b");

  it("separates streams, whatever the build number", () => {
    expect(statuses(node("16.1.0-1.module_el8.4.0+1+a", "nodejs:16"), "almalinux-8", [stream18], { os })).toEqual([]);
    expect(statuses(node("18.1.0-1.module+el8.4.0+1+a", "nodejs:18"), "almalinux-8", [stream18], { os })).toHaveLength(
      1,
    );
    expect(statuses(node("18.1.0-1.el8"), "almalinux-8", [stream18], { os })).toEqual([]);
  });

  it("matches an advisory on several streams", () => {
    const both = [fix("virt:rhel virt-devel:rhel", "1:9.0-1.module_el8.9.0+1+b")];
    expect(statuses(node("8.0-1.module_el8.4.0+1+a", "virt-devel:rhel"), "almalinux-8", both, { os })).toHaveLength(1);
  });

  it("reports unknown for a stream without a version in its name", () => {
    const moving = [fix("virt:rhel", "1:8.0.0-19.module_el8.8.0+1+b")];
    expect(statuses(node("6.0.0-28.module_el8.3.0+1+a"), "almalinux-8", moving, { os })).toEqual([
      "CVE-2024-1 unknown",
    ]);
    expect(statuses(node("9.0.0-1.module_el8.9.0+1+a"), "almalinux-8", moving, { os })).toEqual([]);
  });

  it("decides by the version in an SBOM without streams, or reports unknown", () => {
    expect(statuses(node("18.1.0-1.module_el8.4.0+1+a"), "almalinux-8", [stream18], { os })).toEqual([
      "CVE-2024-1 fixed 1:18.20.0-1.module_el8.9.0+1+b",
    ]);
    expect(statuses(node("16.1.0-1.module_el8.4.0+1+a"), "almalinux-8", [stream18], { os })).toEqual([]);
    expect(
      statuses(
        node("18.1.0-1.module_el8.4.0+1+a", "nodejs:18"),
        "almalinux-8",
        [fix(undefined, "1:18.20.0-1.module_el8.9.0+1+b")],
        { os },
      ),
    ).toEqual(["CVE-2024-1 unknown"]);
  });

  it("accepts a build of the fix for another minor release", () => {
    const builds = [
      fix("nodejs:18", "1:18.20.0-1.module_el8.5.0+1+b"),
      fix("nodejs:18", "1:18.20.0-1.module_el8.4.0+1+a"),
    ];
    expect(statuses(node("18.20.0-1.module_el8.4.0+1+a", "nodejs:18"), "almalinux-8", builds, { os })).toEqual([]);
  });

  it.each([
    ["18.20.0-1.module_el8.4.0+1+a", []],
    ["18.20.0-1.module_el8.5.0+1+b", []],
    ["18.20.0-1.module_el8.4.0+1+c", []],
    ["18.19.0-1.module_el8.5.0+1+b", ["CVE-2024-1 unknown"]],
    ["18.20.0-0.module_el8.4.0+1+a", ["CVE-2024-1 unknown"]],
    ["18.21.0-1.module_el8.4.0+1+a", []],
    ["20.1.0-1.module_el8.4.0+1+a", []],
  ])("%s of a stream that the advisory does not name has the fix if it is one of its builds", (version, expected) => {
    const builds = [fix(undefined, "1:18.20.0-1.module_el8.5.0+1+b"), fix(undefined, "1:18.20.0-1.module_el8.4.0+1+a")];
    expect(statuses(node(version, "nodejs:18"), "almalinux-8", builds, { os })).toEqual(expected);
  });

  it("compares the epoch, and only the package's architecture", () => {
    const one = (architectures: readonly string[]) => [
      advisory({ package: "nodejs", ranges: upTo("1:2.0-1.el8"), architectures }),
    ];
    expect(statuses(node("1.0-1.el8"), "almalinux-8", one(["x86_64"]), { os })).toHaveLength(1);
    expect(statuses(node("3.0-1.el8"), "almalinux-8", one([]), { os })).toEqual([]);
    expect(statuses(node("1.0-1.el8"), "almalinux-8", one(["s390x"]), { os })).toEqual([]);
  });

  it("splits an advisory into findings of its vulnerabilities, which name it", () => {
    const bundle = advisory({ id: "ALSA-1", covers: ["CVE-2024-1", "CVE-2024-2"], package: "nodejs" });
    expect(match(node("1.0-1.el8"), "almalinux-8", [bundle], { os }).vulnerabilities).toMatchObject([
      { id: "CVE-2024-1", aliases: [], advisories: ["ALSA-1"] },
      { id: "CVE-2024-2", aliases: [], advisories: ["ALSA-1"] },
    ]);
  });

  it("suppresses a bug fix without a vulnerability", () => {
    const { vulnerabilities } = match(
      node("1.0-1.el8"),
      "almalinux-8",
      [advisory({ id: "ALBA-2024:1", package: "nodejs", ranges: upTo("1:2.0-1.el8") })],
      { os },
    );
    expect(vulnerabilities).toMatchObject([{ id: "ALBA-2024:1", suppressed: { by: "vendor" } }]);
  });
});
