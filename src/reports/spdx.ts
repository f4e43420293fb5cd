import type { SbomReport } from "../domain/report/report.ts";
import type { SbomFormat, RenderOptions } from "./format.ts";
import { inventory } from "./sbom/inventory.ts";
import { sbomText, subjectOf, systemOf, unreadText, wholeSeconds, type Subject } from "./sbom/subject.ts";
import { extractedLicenses } from "./spdx/extracted-licenses.ts";
import { spdxIds } from "./spdx/ids.ts";
import { imagePackage, packageOf, systemPackage } from "./spdx/packages.ts";
import { relationships } from "./spdx/relationships.ts";

export default {
  name: "spdx",
  title: "SPDX 2.3 JSON, an SBOM",
  suits: ["inspect", "scan"],
  syntax: "json",
  shows: "contents",
  render: renderSpdx,
} satisfies SbomFormat;

const documentId = "SPDXRef-DOCUMENT";

/** An SBOM in SPDX 2.3 (https://spdx.github.io/spdx-spec/v2.3/); equal images give equal documents. */
export function renderSpdx(report: SbomReport, options: Pick<RenderOptions, "createdAt">): string {
  const subject = subjectOf(report);
  const { image, name } = subject;
  const ids = spdxIds();
  const licenses = extractedLicenses();
  const root = imagePackage(subject, ids("Image", name), licenses);
  const system = systemOf(image);
  const os = system === undefined ? undefined : systemPackage(system, image, ids("OperatingSystem", system.id));
  const items = inventory(image.packages).map((item) => ({
    ...item,
    id: ids("Package", item.info.purl.replace(/^pkg:/, "").replace(/[?#].*$/s, "")),
  }));
  const { created, comment } = creation(subject, options.createdAt);
  const creator = `Tool: ${report.tool.name}-${report.tool.version}`;
  const needs = new Map(report.needs?.packages.map((need) => [need.purl, need.class]));
  const packages = items.map((item) =>
    packageOf(item, item.id, licenses, { annotator: creator, annotationDate: created }, needs.get(item.info.purl)),
  );
  const { unread = [] } = image;
  return sbomText({
    spdxVersion: "SPDX-2.3",
    dataLicense: "CC0-1.0",
    SPDXID: documentId,
    name,
    documentNamespace: namespaceOf(subject, report.tool.version, wholeSeconds(options.createdAt)),
    creationInfo: { created, creators: [creator], comment },
    ...(unread.length === 0
      ? {}
      : {
          comment: `Files that could not be read, so that what they hold is missing here:\n${unread.map(unreadText).join("\n")}`,
        }),
    packages: [root, ...(os === undefined ? [] : [os]), ...packages],
    relationships: relationships(documentId, root.SPDXID, os?.SPDXID, items),
    ...(licenses.list().length === 0 ? {} : { hasExtractedLicensingInfos: licenses.list() }),
  });
}

/** `created` is required. The image's own time makes documents of equal images equal, and the comment explains it. */
function creation({ image }: Subject, createdAt: string | undefined): { created: string; comment: string } {
  const requestedTime = wholeSeconds(createdAt);
  if (requestedTime !== undefined)
    return { created: requestedTime, comment: "`created` was given by whoever made the document." };
  const built = wholeSeconds(image.config.created);
  if (built !== undefined)
    return {
      created: built,
      comment: "`created` is when the image was created, so that equal images give equal documents.",
    };
  return {
    created: "1970-01-01T00:00:00Z",
    comment: "`created` is a placeholder: the image does not say when it was created.",
  };
}

/** Unique to image, name, tool and time, without randomness. SPDX 2.3 §6.5 offers this address to creators without their own. */
function namespaceOf({ name, digest }: Subject, version: string, createdAt: string | undefined): string {
  const parts = ["hullproof", version, name, digest, ...(createdAt === undefined ? [] : [createdAt])];
  const text = parts.map((part) => encodeURIComponent(part.toWellFormed().replaceAll(/[/\s]/g, "-"))).join("-");
  return `https://spdx.org/spdxdocs/${text}`;
}
