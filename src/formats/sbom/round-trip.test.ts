import { describe, expect, it, test } from "vitest";
import { parsePurl } from "../purl/purl.ts";
import { osOfDistro } from "../../vulnerabilities/matching/distribution.ts";
import { systemOf, systemOfPurl } from "./system.ts";
import { renderCyclonedx } from "../../reports/cyclonedx.ts";
import { renderSpdx } from "../../reports/spdx.ts";
import type { PackageInfo } from "../../domain/image/image-info.ts";
import { fullImage, inspectReport } from "../../../test/reports/sample-full-image.ts";
import { readSbom } from "./read-sbom.ts";

/** What an SBOM says of a package: sizes of files and dependencies are not read back. */
function known({ purl, name, version, source, declared, identity, layer, path }: PackageInfo) {
  return { purl, name, version, source, declared, identity, layer, path };
}

const packages: readonly PackageInfo[] = [
  ...fullImage.packages,
  {
    purl: "pkg:rpm/almalinux/openssl-libs@3.0.7-27.el9?arch=x86_64&distro=almalinux-9.4&epoch=1&upstream=openssl-3.0.7-27.el9.src.rpm",
    name: "openssl-libs",
    version: "3.0.7-27.el9",
    source: { name: "openssl", version: "3.0.7-27.el9" },
    layer: 1,
    path: "/var/lib/rpm/rpmdb.sqlite",
  },
  {
    purl: "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1",
    name: "org.apache.logging.log4j:log4j-core",
    version: "2.14.1",
    layer: 5,
    path: "/app/app.jar!/BOOT-INF/lib/log4j-core-2.14.1.jar",
  },
  {
    purl: "pkg:maven/io.projectreactor.netty/reactor-netty-core@1.2.9",
    name: "io.projectreactor.netty:reactor-netty-core",
    version: "1.2.9",
    identity: {
      by: "table",
      confidence: 0.97,
      evidence: ["io.projectreactor.netty is known to have reactor-netty-core and classes in reactor/netty"],
      candidates: ["reactor.netty:reactor-netty-core"],
      folders: ["reactor/netty"],
      relocated: ["com/google/common"],
    },
    layer: 5,
    path: "/app/app.jar!/BOOT-INF/lib/reactor-netty-core-1.2.9.jar",
  },
  {
    purl: "pkg:golang/github.com/docker/cli@v24.0.0%2Bincompatible",
    name: "github.com/docker/cli",
    version: "v24.0.0+incompatible",
    layer: 5,
    path: "/usr/bin/tool of mine",
  },
  { purl: "pkg:pypi/jinja2@2.0", name: "Jinja2", version: "2.0", layer: 5, path: "/venv/Jinja2.dist-info/METADATA" },
  { purl: "pkg:npm/%40babel/core@7.0.0", name: "@babel/core", version: "7.0.0", layer: 5, path: "/x/package.json" },
];
const image = {
  ...fullImage,
  packages: [...packages].sort((a, b) => (a.purl < b.purl ? -1 : a.purl > b.purl ? 1 : a.path < b.path ? -1 : 1)),
};
const report = { ...inspectReport, image };

test.each([
  ["CycloneDX", renderCyclonedx],
  ["SPDX", renderSpdx],
])("our own %s gives back the packages that went into it", (_, render) => {
  const sbom = readSbom(Buffer.from(render(report, {})), "own.json");
  expect(sbom.packages.map(known)).toEqual(image.packages.map(known));
  expect(sbom.notJudged).toEqual([]);
  expect(sbom.os.id).toBe(image.os.id);
  expect(sbom.os.versionId).toBe(image.os.versionId);
  expect(sbom.subject?.ids).toContain(image.manifestDigest);
});

describe("distributions by Trivy's names", () => {
  it.each([
    ["alma", "9.4", { id: "almalinux", versionId: "9.4" }],
    ["cbl-mariner", "2.0.20240112", { id: "mariner", versionId: "2.0.20240112" }],
    ["azurelinux", "3.0", { id: "azurelinux", versionId: "3.0" }],
    ["rocky", "9.3", { id: "rocky", versionId: "9.3" }],
    ["redhat", "9.4", { id: "rhel", versionId: "9.4" }],
    ["amazon", "2023", { id: "amzn", versionId: "2023" }],
    ["oracle", "9", { id: "ol", versionId: "9" }],
    ["opensuse.leap", "15.5", { id: "opensuse-leap", versionId: "15.5" }],
    ["suse linux enterprise server", "15.5", { id: "sles", versionId: "15.5" }],
    ["photon", "5.0", { id: "photon", versionId: "5.0" }],
    ["wolfi", "20230201", { id: "wolfi", versionId: "20230201" }],
  ])("%s %s", (name, version, os) => {
    expect(systemOf(name, version)).toEqual(os);
    const purl = parsePurl(
      `pkg:rpm/${encodeURIComponent(name)}/bash@5?distro=${encodeURIComponent(`${name}-${version}`)}`,
    );
    expect(systemOfPurl(purl)).toEqual(os);
    expect(osOfDistro(`${name}-${version}`, name)).toEqual(os);
  });
});
