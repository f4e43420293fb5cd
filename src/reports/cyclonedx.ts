import type { SbomReport } from "../domain/report/report.ts";
import { componentOf, systemComponent, versionText } from "./cyclonedx/components.ts";
import { compositions, dependencies } from "./cyclonedx/graph.ts";
import { imageComponent } from "./cyclonedx/image-component.ts";
import { vulnerabilityList } from "./cyclonedx/vulnerabilities.ts";
import type { SbomFormat, RenderOptions } from "./format.ts";
import { inventory } from "./sbom/inventory.ts";
import { sbomText, subjectOf, wholeSeconds } from "./sbom/subject.ts";

export default {
  name: "cyclonedx",
  title: "CycloneDX 1.6 JSON, an SBOM",
  suits: ["inspect", "scan"],
  syntax: "json",
  shows: "contents",
  render: renderCyclonedx,
} satisfies SbomFormat;

/**
 * An SBOM in CycloneDX 1.6 (ECMA-424). 1.6 and not 1.7, because nothing here needs 1.7, and its readers accept both.
 * There is no serial number and, without `createdAt`, no time stamp: both are optional, and would make two documents
 * of one image differ. Secrets are never included. https://cyclonedx.org/docs/1.6/json/
 */
export function renderCyclonedx(report: SbomReport, options: Pick<RenderOptions, "createdAt">): string {
  const subject = subjectOf(report);
  const { image } = subject;
  const items = inventory(image.packages);
  const root = imageComponent(subject);
  const system = systemComponent(image);
  const needs = new Map(report.needs?.packages.map((need) => [need.purl, need.class]));
  const timestamp = wholeSeconds(options.createdAt);
  const { tool, vulnerabilities = [] } = report;
  return sbomText({
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      ...(timestamp === undefined ? {} : { timestamp }),
      lifecycles: [{ phase: "post-build" }],
      tools: { components: [{ type: "application", name: tool.name, version: versionText(tool.version) }] },
      component: root,
    },
    components: [
      ...(system === undefined ? [] : [system]),
      ...items.map((item) => componentOf(item, image.layers[item.info.layer]?.diffId, needs.get(item.info.purl))),
    ],
    dependencies: dependencies(root["bom-ref"], system?.["bom-ref"], items),
    compositions: compositions(root["bom-ref"], image, items),
    ...(vulnerabilities.length === 0
      ? {}
      : { vulnerabilities: vulnerabilityList(vulnerabilities, items, root["bom-ref"]) }),
  });
}
