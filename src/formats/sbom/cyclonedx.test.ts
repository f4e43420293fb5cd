import { describe, expect, test } from "vitest";
import { trivyMade } from "../../../test/reports/foreign-sboms.ts";
import { readSbom } from "./read-sbom.ts";

const read = (value: unknown, name = "sbom") =>
  readSbom(Buffer.from(typeof value === "string" ? value : JSON.stringify(value)), name);
const property = (name: string, value: string) => ({ name, value });

describe("CycloneDX", () => {
  test("reads trivy's form: source package, epoch, lock files, point release of Debian", () => {
    const sbom = read(trivyMade);
    expect(sbom.format).toBe("CycloneDX 1.6 JSON");
    expect(sbom.tools).toEqual(["trivy 0.60.0"]);
    expect(sbom.os).toEqual({ id: "debian", versionId: "12" });
    expect(sbom.notes).toEqual([]);
    expect(sbom.subject?.ids).toEqual([
      "app:1",
      "pkg:oci/app@sha256%3Aaa?arch=amd64",
      "root",
      `sha256:${"cd".repeat(32)}`,
    ]);
    expect(sbom.packages).toEqual([
      {
        purl: "pkg:deb/debian/bsdutils@2.38.1-5%2Bdeb12u1?arch=amd64&distro=debian-12.5&epoch=1",
        name: "bsdutils",
        version: "1:2.38.1-5+deb12u1",
        source: { name: "util-linux", version: "2.38.1-5+deb12u1" },
        layer: 0,
        path: "sbom#/components/2",
      },
      {
        purl: "pkg:npm/%40babel/core@7.0.0",
        name: "@babel/core",
        version: "7.0.0",
        layer: 0,
        path: "/app/node_modules/@babel/core/package.json",
      },
    ]);
    expect(sbom.notJudged.map(({ name, where, reason }) => [name, where, reason])).toEqual([
      ["nameless", "#/components/4", "it has no purl"],
      ["broken", "#/components/5", "its purl does not begin with pkg:"],
      ["any", "#/components/6", "neither its purl nor its entry has a version"],
    ]);
    expect(sbom.refs.get("scoped")).toBe("pkg:npm/%40babel/core@7.0.0");
  });

  test("reads syft's form: upstream qualifiers, distribution and location in properties", () => {
    const sbom = read({
      bomFormat: "CycloneDX",
      specVersion: "1.4",
      metadata: { tools: [{ vendor: "anchore", name: "syft", version: "0.80.0" }] },
      components: [
        {
          type: "library",
          name: "libc6",
          version: "2.36-9",
          purl: "pkg:deb/debian/libc6@2.36-9?arch=amd64&upstream=glibc&distro=debian-12",
          properties: [property("syft:location:0:path", "/var/lib/dpkg/status")],
        },
        {
          type: "library",
          name: "libssl3",
          version: "3.1.4-r5",
          purl: "pkg:apk/alpine/libssl3@3.1.4-r5?arch=x86_64&upstream=openssl&distro=alpine-3.18.5",
        },
        {
          type: "library",
          name: "libxml2",
          version: "2.9.13-5.el9",
          purl: "pkg:rpm/rhel/libxml2@2.9.13-5.el9?arch=x86_64&upstream=libxml2-2.9.13-5.el9.src.rpm&distro=rhel-9.3",
        },
        {
          type: "operating-system",
          name: "debian",
          version: "12",
          properties: [property("syft:distro:id", "debian"), property("syft:distro:versionID", "12")],
        },
      ],
    });
    expect(sbom.packages.map(({ name, source, path }) => [name, source?.name, source?.version, path])).toEqual([
      ["libssl3", "openssl", "3.1.4-r5", "sbom#/components/1"],
      ["libc6", "glibc", "2.36-9", "/var/lib/dpkg/status"],
      ["libxml2", "libxml2", "2.9.13-5.el9", "sbom#/components/2"],
    ]);
    expect(sbom.os).toEqual({ id: "debian", versionId: "12" });
    expect(sbom.notes).toEqual([
      "The SBOM names more than one distribution. debian 12 was taken; one package says alpine 3.18.5, one package says rhel 9.3.",
    ]);
  });

  test("reads XML like JSON, with prefixes, nested components and CDATA", () => {
    const sbom = read(
      `<?xml version="1.0" encoding="UTF-8"?>
<b:bom xmlns:b="http://cyclonedx.org/schema/bom/1.5" xmlns:o="urn:other" serialNumber="urn:uuid:1" version="1">
  <b:metadata><b:timestamp>2026-01-01T00:00:00Z</b:timestamp>
    <b:tools><b:tool><b:name>maker</b:name><b:version>2</b:version></b:tool></b:tools>
    <b:component type="container" bom-ref="root"><b:name>app</b:name></b:component></b:metadata>
  <b:components>
    <b:component type="operating-system"><b:name>Alpine Linux</b:name><b:version>3.20.1</b:version></b:component>
    <b:component type="library" bom-ref="a"><b:group>org.x</b:group><b:name>a</b:name><b:version>1</b:version>
      <b:licenses><b:license><b:id>MIT</b:id></b:license><b:expression>A OR B</b:expression></b:licenses>
      <b:purl><![CDATA[pkg:maven/org.x/a@1]]></b:purl><o:purl>pkg:npm/never@1</o:purl>
      <b:components><b:component type="library"><b:name>in&amp;ner</b:name></b:component></b:components>
      <b:properties><b:property name="hullproof:path">/a.jar</b:property></b:properties>
      <b:evidence><b:occurrences><b:occurrence><b:location>/b.jar</b:location></b:occurrence></b:occurrences></b:evidence>
    </b:component>
  </b:components>
  <b:vulnerabilities><b:vulnerability><b:id>CVE-2024-1</b:id>
    <b:analysis><b:state>not_affected</b:state><b:justification>code_not_reachable</b:justification>
      <b:responses><b:response>will_not_fix</b:response></b:responses><b:detail>never called</b:detail></b:analysis>
    <b:affects><b:target><b:ref>a</b:ref></b:target></b:affects></b:vulnerability></b:vulnerabilities>
</b:bom>`,
    );
    expect(sbom.format).toBe("CycloneDX 1.5 XML");
    expect(sbom).toMatchObject({ tools: ["maker 2"], serial: "urn:uuid:1", created: "2026-01-01T00:00:00Z" });
    expect(sbom.os).toEqual({ id: "alpine", versionId: "3.20.1" });
    expect(sbom.packages).toEqual([
      {
        purl: "pkg:maven/org.x/a@1",
        name: "org.x:a",
        version: "1",
        licenses: ["A OR B", "MIT"],
        layer: 0,
        path: "/a.jar",
      },
    ]);
    expect(sbom.notJudged.map(({ name }) => name)).toEqual(["in&ner"]);
    expect(sbom.statements).toEqual([
      {
        vulnerability: "CVE-2024-1",
        aliases: [],
        products: [{ ids: ["a", "pkg:maven/org.x/a@1"], subcomponents: [] }],
        status: "not_affected",
        reason: "code_not_reachable: never called",
        timestamp: "2026-01-01T00:00:00Z",
        where: "sbom#/vulnerabilities/0",
      },
    ]);
  });
});
