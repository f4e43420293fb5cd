import { describe, expect, it } from "vitest";
import { cyclonedxValidator } from "../../test/reports/cyclonedx-schema.ts";
import { poison } from "../../test/reports/poison.ts";
import { fullImage, inspectReport } from "../../test/reports/sample-full-image.ts";
import { checkReport, hardenReport } from "../../test/reports/sample-report.ts";
import type { Report } from "../domain/report/report.ts";
import { readSbom } from "../formats/sbom/read-sbom.ts";
import { renderCyclonedx } from "./cyclonedx.ts";
import { renderSpdx } from "./spdx.ts";

const validate = cyclonedxValidator("1.6");
const validateNext = cyclonedxValidator("1.7");
const bom = (report: Report, createdAt?: string) =>
  JSON.parse(renderCyclonedx(report, createdAt === undefined ? {} : { createdAt }));
const component = (name: string, report = inspectReport) =>
  bom(report).components.find((one: { name: string }) => one.name === name);

const { manifestDigest: _manifest, ...withoutManifest } = fullImage;

describe("renderCyclonedx", () => {
  it.each([
    ["full", inspectReport],
    ["bare", { ...inspectReport, image: { ...fullImage, packages: [], os: {} } }],
    ["with vulnerabilities", hardenReport],
    ["hostile", poison({ ...hardenReport, ...inspectReport }, '\u001b[2J\ud800\u0000 漢"|%')],
    ["of a plain folder", { ...inspectReport, image: { ...withoutManifest, digest: "" } }],
    ["huge", poison(inspectReport, "x".repeat(100_000))],
  ] as const)("is valid against the official schema of 1.6, and as 1.7: %s", (_, report) => {
    const text = renderCyclonedx(report, { createdAt: "2026-11-24T12:00:00Z" });
    expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true);
    expect(validateNext(JSON.parse(text.replaceAll("1.6", "1.7"))), JSON.stringify(validateNext.errors)).toBe(true);
    expect(text).not.toMatch(/\\ud[89a-f]/i);
  });

  it("validates strictly: the schema rejects invalid documents", () => {
    const good = bom(inspectReport);
    expect(validate({ ...good, bomFormat: "Other" })).toBe(false);
    expect(validate({ ...good, components: [{ ...good.components[0], type: "thing" }] })).toBe(false);
    expect(
      validate({ ...good, components: [{ ...good.components[0], licenses: [{ license: { id: "Mine" } }] }] }),
    ).toBe(false);
  });

  it("identifies the image by its manifest, and has no purl without one", () => {
    const { component: image } = bom(inspectReport).metadata;
    expect(image).toMatchObject({
      type: "container",
      purl: `pkg:oci/app@sha256:${"b2".repeat(32)}?arch=amd64&repository_url=registry.example:5000%2Fteam%2Fapp&tag=1.0`,
      hashes: [{ alg: "SHA-256", content: "b2".repeat(32) }],
      externalReferences: [{ type: "vcs", url: "https://git.example/team/app" }],
      licenses: [{ license: { id: "Apache-2.0" } }],
    });
    const { manifestDigest: _, ...rest } = fullImage;
    expect(bom({ ...inspectReport, image: rest }).metadata.component).not.toHaveProperty("purl");
  });

  it.each([
    ["registry.example:5000/team/app:1.0", "/srv/ci/app.tar", "registry.example:5000/team/app:1.0"],
    [undefined, "/srv/ci/app.tar", "app.tar"],
    [undefined, "../my images/layout/", "layout"],
    [undefined, "my.dir/app", "app"],
    [undefined, "C:\\ci\\app.tar", "app.tar"],
    [undefined, ".", "rootfs"],
    [undefined, "/", "rootfs"],
    [undefined, "3f4e5a6b7c8d", "3f4e5a6b7c8d"],
  ])("names the root by its reference %s, else by the last part of %s", (reference, name, root) => {
    const of = {
      ...inspectReport,
      targets: [{ id: name, kind: "image", name, ...(reference && { reference }) }],
    } as const;
    expect(bom(of).metadata.component.name).toBe(root);
    expect(renderCyclonedx(of, {})).not.toMatch(/srv\/ci|my images|my\.dir|C:/);
    const { name: document, packages, documentNamespace } = JSON.parse(renderSpdx(of, {}));
    expect([document, packages[0].name]).toEqual([root, root]);
    expect(documentNamespace).not.toMatch(/srv|my-images|my\.dir|C%3A/);
  });

  it.each([
    [{}, "upstream=openssl"],
    [{ source: { name: "openssl", version: "1.1.1n-0" } }, "upstream=openssl%401.1.1n-0"],
    [{ source: { name: "libssl1.1", version: "1.1.1n-0" } }, "upstream=libssl1.1%401.1.1n-0"],
    [{ source: { name: "libssl1.1", version: "1.1.1n-0+deb11u5" } }, undefined],
    [{ purl: "pkg:deb/debian/libssl1.1@1.1.1n-0+deb11u5?upstream=own" }, "upstream=own"],
    [{ purl: "pkg:apk/alpine/libcrypto3@3.5.1-r0?arch=x86_64", version: "3.5.1-r0" }, "upstream=openssl"],
    [
      { purl: "pkg:rpm/rocky/openssl-libs@3.2.2-6?epoch=1&upstream=openssl-3.2.2-6.src.rpm" },
      "upstream=openssl-3.2.2-6.src.rpm",
    ],
    [{ purl: "pkg:rpm/rocky/nodejs@20?rpmmod=nodejs:20:1:2" }, "modularitylabel=nodejs:20:1:2"],
    [{ purl: "pkg:npm/openssl@1" }, undefined],
  ] as const)("names the source of %j in the written purl alone: %s", (more, qualifier) => {
    const info = fullImage.packages.find(({ name }) => name === "libssl1.1") ?? expect.unreachable("it is there");
    const { source: _, ...npm } = { ...info, ...more };
    const one = npm.purl.startsWith("pkg:npm/") ? npm : { ...info, ...more };
    const of = { ...inspectReport, image: { ...fullImage, packages: [one] } };
    const [, found] = bom(of).components;
    expect(found["bom-ref"]).toBe(one.purl);
    if (qualifier === undefined) expect(found.purl).toBe(one.purl);
    else expect(found.purl.split(/[?&]/)).toContain(qualifier);
    const reference = JSON.parse(renderSpdx(of, {})).packages[2].externalRefs[0].referenceLocator;
    expect(reference).toBe(found.purl);
    for (const text of [renderCyclonedx(of, {}), renderSpdx(of, {})])
      expect(readSbom(Buffer.from(text), "own.json").packages.map(({ purl, source }) => [purl, source])).toEqual([
        [one.purl, "source" in one ? one.source : undefined],
      ]);
  });

  it("accepts purls of any length and form", () => {
    const source = { name: "a b", version: "1:2-3" };
    const purls = [
      `pkg:rpm/rocky/a@1?rpmmod=${"x".repeat(10_000)}`,
      "pkg:rpm/rocky/a@1?epoch=%&rpmmod=%zz",
      "pkg:rpm/rocky/a@1?rpmmod",
      `pkg:deb/debian/a@1?arch=${"y".repeat(10_000)}#sub`,
      "pkg:deb/debian/a@1?&&arch=amd64",
    ];
    const packages = purls.map((purl) => ({ purl, name: "a", version: "1", source, layer: 0, path: "/x" }));
    const of = { ...inspectReport, image: { ...fullImage, packages } };
    const added = bom(of)
      .components.slice(1)
      .map(({ purl }: { purl: string }) => /(?:upstream|modularitylabel)=[^&#]{0,20}/.exec(purl)?.[0]);
    expect(added).toEqual([
      "upstream=a%20b%401:2-3",
      "upstream=a%20b%401:2-3",
      "modularitylabel=%25zz",
      undefined,
      `modularitylabel=${"x".repeat(20)}`,
    ]);
    expect(() => renderSpdx(of, {})).not.toThrow();
  });

  it("uses the common name of RHEL, and keeps its reference", () => {
    const of = { ...inspectReport, image: { ...fullImage, os: { id: "rhel", versionId: "9.4" } } };
    expect(bom(of).components[0]).toMatchObject({ name: "redhat", version: "9.4", "bom-ref": "os:rhel@9.4" });
    expect(JSON.parse(renderSpdx(of, {})).packages[1]).toMatchObject({
      name: "redhat",
      SPDXID: "SPDXRef-OperatingSystem-rhel",
    });
    for (const text of [renderCyclonedx(of, {}), renderSpdx(of, {})])
      expect(readSbom(Buffer.from(text), "own.json").os).toMatchObject({ id: "rhel", versionId: "9.4" });
  });

  it("gives each installation a unique reference, and resolves a dependency to the nearest", () => {
    const { components, dependencies } = bom(inspectReport);
    const refs = components.map((one: { "bom-ref": string }) => one["bom-ref"]);
    expect(new Set(refs).size).toBe(refs.length);
    const near = "pkg:npm/twice@2.0.0|/srv/tool/node_modules/twice/package.json";
    expect(refs).toContain("pkg:npm/twice@2.0.0|/app/node_modules/twice/package.json");
    expect(dependencies).toContainEqual({ ref: "pkg:npm/user@3.0.0", dependsOn: [near] });
    for (const { ref, dependsOn = [] } of dependencies)
      for (const one of [ref, ...dependsOn])
        expect([...refs, bom(inspectReport).metadata.component["bom-ref"]]).toContain(one);
  });

  it("distinguishes no dependencies from unknown ones, and reaches every cycle", () => {
    const { dependencies, compositions, metadata } = bom(inspectReport);
    const libc = "pkg:deb/debian/libc6@2.31-13+deb11u6?arch=amd64&distro=debian-11";
    const base = "pkg:deb/debian/base-files@11.1+deb11u7?arch=amd64&distro=debian-11";
    expect(dependencies).toContainEqual({ ref: libc });
    expect(dependencies.map(({ ref }: { ref: string }) => ref)).not.toContain(base);
    expect(compositions[1].dependencies).toContain(base);
    const top = dependencies.find(({ ref }: { ref: string }) => ref === metadata.component["bom-ref"]).dependsOn;
    expect(top).toContain("pkg:npm/ring-a@1.0.0");
    expect(top).not.toContain("pkg:npm/ring-b@1.0.0");
  });

  it("is incomplete if something could not be read, and never complete", () => {
    expect(bom(inspectReport).compositions[0].aggregate).toBe("incomplete");
    const { unread: _, ...rest } = fullImage;
    expect(bom({ ...inspectReport, image: rest }).compositions[0].aggregate).toBe("unknown");
  });

  it("keeps layer, path, source and declared-only packages", () => {
    expect(component("declared-only")).toMatchObject({ scope: "optional" });
    expect(component("node")).toMatchObject({ type: "application" });
    expect(component("libssl1.1")).toMatchObject({
      licenses: [{ license: { id: "OpenSSL" } }, { license: { name: "SSLeay (old)" } }],
      evidence: { occurrences: [{ location: "/var/lib/dpkg/status", additionalContext: "layer 0" }] },
      properties: [
        { name: "aquasecurity:trivy:SrcName", value: "openssl" },
        { name: "aquasecurity:trivy:SrcRelease", value: "0+deb11u5" },
        { name: "aquasecurity:trivy:SrcVersion", value: "1.1.1n" },
        { name: "hullproof:layer:diffId", value: fullImage.layers[0]?.diffId },
        { name: "hullproof:layer:index", value: "0" },
        { name: "hullproof:path", value: "/var/lib/dpkg/status" },
        { name: "hullproof:purl:added", value: "upstream" },
        { name: "hullproof:source:name", value: "openssl" },
        { name: "hullproof:source:version", value: "1.1.1n-0+deb11u5" },
      ],
    });
    expect(component("libc6").licenses).toEqual([
      { expression: "GPL-2.0-or-later AND LGPL-2.1-or-later", acknowledgement: "declared" },
    ]);
  });

  it("links a vulnerability of a source package to its binary packages", () => {
    const [found] = bom(hardenReport).vulnerabilities;
    expect(found).toMatchObject({
      id: "CVE-2024-0727",
      ratings: [{ severity: "unknown" }],
      recommendation: "Update to 1.1.1w-0+deb11u2.",
      affects: [
        {
          ref: "pkg:deb/debian/libssl1.1@1.1.1n-0+deb11u5?arch=amd64&distro=debian-11",
          versions: [{ version: "1.1.1n-0+deb11u5", status: "affected" }],
        },
      ],
    });
  });

  it("returns equal bytes for any package order, and a time only if given", () => {
    const turned = { ...inspectReport, image: { ...fullImage, packages: fullImage.packages.toReversed() } };
    expect(renderCyclonedx(turned, {})).toBe(renderCyclonedx(inspectReport, {}));
    expect(bom(inspectReport).metadata).not.toHaveProperty("timestamp");
    expect(bom(inspectReport, "2026-11-24T12:00:00.123Z").metadata.timestamp).toBe("2026-11-24T12:00:00Z");
  });

  it("contains no secret, not even a masked one", () => {
    expect(renderCyclonedx(inspectReport, {})).not.toMatch(/BEGIN|hun…|DB_PASSWORD/);
  });

  it("requires an image", () => {
    expect(() => renderCyclonedx(checkReport, {})).toThrow("needs an image");
  });
});
