import { describe, expect, it } from "vitest";
import { poison } from "../../test/reports/poison.ts";
import { fullImage, inspectReport } from "../../test/reports/sample-full-image.ts";
import { checkReport, hardenReport } from "../../test/reports/sample-report.ts";
import { spdxValidators } from "../../test/reports/spdx-shape.ts";
import type { Report } from "../domain/report/report.ts";
import { renderSpdx } from "./spdx.ts";

interface Document {
  readonly documentNamespace: string;
  readonly comment?: string;
  readonly creationInfo: { readonly created: string; readonly comment: string };
  readonly packages: readonly Readonly<Record<string, unknown>>[];
  readonly relationships: readonly {
    readonly spdxElementId: string;
    readonly relationshipType: string;
    readonly relatedSpdxElement: string;
  }[];
  readonly hasExtractedLicensingInfos?: readonly { readonly licenseId: string; readonly extractedText: string }[];
}
const document = (report: Report, createdAt?: string): Document =>
  JSON.parse(renderSpdx(report, createdAt === undefined ? {} : { createdAt }));
const withImage = (more: Partial<typeof fullImage>): Report => ({ ...inspectReport, image: { ...fullImage, ...more } });
const reports: readonly (readonly [string, Report])[] = [
  ["full", inspectReport],
  ["bare", withImage({ packages: [], os: {} })],
  ["of harden", hardenReport],
  ["hostile", poison(inspectReport, '\u001b[2J\ud800\u0000 漢"#|%')],
  ["huge", poison(inspectReport, "x".repeat(100_000))],
];

describe("renderSpdx", () => {
  it.each(reports)("has the structure of SPDX 2.3: %s", (_, report) => {
    const text = renderSpdx(report, {});
    for (const validate of spdxValidators) {
      expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)?.slice(0, 2000)).toBe(true);
    }
    expect(text).not.toMatch(/\\ud[89a-f]/i);
  });

  it.each(reports)("has each element once, and only valid relationships: %s", (_, report) => {
    const { packages, relationships, hasExtractedLicensingInfos = [] } = document(report);
    const ids = ["SPDXRef-DOCUMENT", ...packages.map(({ SPDXID }) => String(SPDXID))];
    expect(new Set(ids).size).toBe(ids.length);
    for (const { spdxElementId, relatedSpdxElement } of relationships) {
      expect(ids).toContain(spdxElementId);
      expect(ids).toContain(relatedSpdxElement);
    }
    const licenses = hasExtractedLicensingInfos.map(({ licenseId }) => licenseId);
    expect(new Set(licenses).size).toBe(licenses.length);
    const used = packages.flatMap(
      ({ licenseDeclared }) => String(licenseDeclared).match(/LicenseRef-[A-Za-z0-9.-]+/g) ?? [],
    );
    expect([...new Set(used)].sort()).toEqual(licenses.toSorted());
  });

  it("describes the image, its contents, declared-only packages and dependencies", () => {
    const { packages, relationships } = document(inspectReport);
    const idOf = (name: string) => packages.find((one) => one["name"] === name)?.["SPDXID"];
    const image = "SPDXRef-Image-registry.example-5000-team-app-1.0";
    const relation = (from: unknown, relationshipType: string, to: unknown) =>
      expect.objectContaining({ spdxElementId: from, relationshipType, relatedSpdxElement: to });
    expect(packages[0]).toMatchObject({
      SPDXID: image,
      primaryPackagePurpose: "CONTAINER",
      checksums: [{ algorithm: "SHA256", checksumValue: "b2".repeat(32) }],
      licenseDeclared: "Apache-2.0",
    });
    expect(packages[1]).toMatchObject({ name: "debian", versionInfo: "11", primaryPackagePurpose: "OPERATING_SYSTEM" });
    expect(relationships[0]).toEqual(relation("SPDXRef-DOCUMENT", "DESCRIBES", image));
    expect(relationships).toContainEqual(relation(image, "CONTAINS", idOf("libc6")));
    expect(relationships).toContainEqual(relation(image, "OTHER", idOf("declared-only")));
    expect(relationships).toContainEqual(relation(idOf("ring-a"), "DEPENDS_ON", idOf("ring-b")));
    expect(relationships).not.toContainEqual(relation(image, "CONTAINS", idOf("declared-only")));
  });

  it("writes licenses as expressions, and unknown ones by name", () => {
    const { packages, hasExtractedLicensingInfos } = document(inspectReport);
    const license = (name: string) => packages.find((one) => one["name"] === name)?.["licenseDeclared"];
    expect(license("libc6")).toBe("GPL-2.0-or-later AND LGPL-2.1-or-later");
    expect(license("libssl1.1")).toBe("OpenSSL AND LicenseRef-SSLeay-old");
    expect(license("zlib1g")).toBe("NOASSERTION");
    expect(hasExtractedLicensingInfos).toEqual([
      { licenseId: "LicenseRef-SSLeay-old", extractedText: "SSLeay (old)", name: "SSLeay (old)" },
    ]);
  });

  it("uses the image's time unless one is given, and says so", () => {
    expect(document(inspectReport).creationInfo).toMatchObject({
      created: "2026-10-01T08:00:00Z",
      comment: expect.stringContaining("when the image was created"),
    });
    expect(document(inspectReport, "2026-11-24T12:00:00.5Z").creationInfo.created).toBe("2026-11-24T12:00:00Z");
    for (const created of ["0001-01-01T00:00:00Z", "yesterday", "+010000-01-01T00:00:00Z", ""]) {
      const { creationInfo } = document(withImage({ config: { ...fullImage.config, created } }));
      expect(creationInfo).toMatchObject({
        created: "1970-01-01T00:00:00Z",
        comment: expect.stringContaining("placeholder"),
      });
    }
    const offset = withImage({ config: { ...fullImage.config, created: "2026-11-20T08:00:00.123456789+01:00" } });
    expect(document(offset).creationInfo.created).toBe("2026-11-20T07:00:00Z");
  });

  it("has a unique namespace per image, and equal bytes for equal images", () => {
    const other = withImage({ manifestDigest: `sha256:${"c3".repeat(32)}` });
    expect(document(other).documentNamespace).not.toBe(document(inspectReport).documentNamespace);
    const turned = withImage({ packages: fullImage.packages.toReversed() });
    expect(renderSpdx(turned, {})).toBe(renderSpdx(inspectReport, {}));
  });

  it("reports unread parts, and contains no secret", () => {
    expect(document(inspectReport).comment).toContain("/opt/app.jar (layer 6): it ends in the middle of a record");
    expect(renderSpdx(inspectReport, {})).not.toMatch(/BEGIN|hun…|DB_PASSWORD/);
    expect(() => renderSpdx(checkReport, {})).toThrow("needs an image");
  });
});
