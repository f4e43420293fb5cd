import { badSbom } from "./bad-sbom.ts";
import type { SbomFormat } from "./sbom-format.ts";
import { spdxReader, type SpdxPackage } from "./spdx/document.ts";
import { tagsOf } from "./spdx/tags.ts";
import { toolOf } from "./spdx/tool-of.ts";
import { behindComments } from "./comments.ts";

/** https://spdx.github.io/spdx-spec/v2.3/conformance/ "tag:value"; versions 2.2 and 2.3. */
const spdxTagValue: SbomFormat = {
  name: "SPDX tag-value",
  recognises: ({ json, start }) => json === undefined && behindComments(start).startsWith("SPDXVersion:"),
  read({ name, bytes }) {
    const reader = spdxReader(name);
    const tools: string[] = [];
    const head = new Map<string, string>();
    let open: Draft | undefined;
    const close = () => {
      if (open !== undefined) reader.package(packageOf(open));
      open = undefined;
    };
    for (const { tag, value, line } of tagsOf(bytes, name)) {
      if (tag === "PackageName") {
        close();
        open = { line, fields: new Map([[tag, value]]), purls: [], remarks: [] };
      } else if (/^(?:FileName|SnippetSPDXID|LicenseID|Relationship)$/.test(tag)) {
        // Relationships may be within a package, and after the last one.
        if (tag !== "Relationship") close();
        const described = /^\S+\s+DESCRIBES\s+(\S+)/.exec(value)?.[1];
        if (tag === "Relationship" && described !== undefined) reader.describes(described);
      } else if (tag === "Creator") {
        tools.push(...[toolOf(value)].flatMap((tool) => tool ?? []));
      } else if (open === undefined) {
        if (!head.has(tag)) head.set(tag, value);
      } else if (tag === "ExternalRef") {
        const locator = /^\S+\s+(?:\S*[/#-])?purl\s+(\S.*)$/.exec(value)?.[1];
        if (locator !== undefined) open.purls.push(locator.trim());
      } else if (tag === "PackageAttributionText" || tag === "AnnotationComment") {
        open.remarks.push(value);
      } else if (!open.fields.has(tag)) {
        open.fields.set(tag, value);
      }
    }
    close();
    const version = head.get("SPDXVersion") ?? "";
    if (!/^SPDX-2\.\d+$/.test(version)) throw badSbom(name, "its version of SPDX is none of 2.2 and 2.3");
    return reader.finish({
      format: `SPDX ${version.slice(5)} tag-value`,
      name: head.get("DocumentName"),
      tools,
      created: head.get("Created"),
    });
  },
};
export default spdxTagValue;

interface Draft {
  readonly line: number;
  readonly fields: Map<string, string>;
  readonly purls: string[];
  readonly remarks: string[];
}

function packageOf({ line, fields, purls, remarks }: Draft): SpdxPackage {
  const license = fields.get("PackageLicenseDeclared");
  const digest = /^SHA256:\s*([0-9a-f]{64})$/i.exec(fields.get("PackageChecksum") ?? "")?.[1];
  return {
    id: fields.get("SPDXID") ?? "",
    name: fields.get("PackageName") ?? "",
    version: fields.get("PackageVersion"),
    purl: purls[0],
    purpose: fields.get("PrimaryPackagePurpose")?.replaceAll("_", "-"),
    sourceInfo: fields.get("PackageSourceInfo"),
    summary: fields.get("PackageSummary"),
    licenses: license === undefined || license === "NOASSERTION" || license === "NONE" ? [] : [license],
    digest: digest === undefined ? undefined : `sha256:${digest.toLowerCase()}`,
    remarks,
    where: `:${line}`,
  };
}
