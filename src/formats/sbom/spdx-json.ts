import { badSbom } from "./bad-sbom.ts";
import type { SbomFormat } from "./sbom-format.ts";
import { spdxReader, type SpdxPackage } from "./spdx/document.ts";
import { toolOf } from "./spdx/tool-of.ts";
import { listOf, objectOf, textOf, textsOf } from "../json/values.ts";

/** https://spdx.github.io/spdx-spec/v2.3/ in JSON; 2.2 has the same members. */
const spdxJson: SbomFormat = {
  name: "SPDX JSON",
  recognises: ({ json }) => textOf(json?.value("spdxVersion")) !== undefined,
  read({ name, json }) {
    if (json === undefined) throw badSbom(name, "it is not a JSON object");
    const version = textOf(json.value("spdxVersion")) ?? "";
    if (!/^SPDX-2\.\d+$/.test(version))
      throw badSbom(name, "its version of SPDX is none of 2.2 and 2.3", "#/spdxVersion");
    const reader = spdxReader(name);
    for (const { value, where } of json.items("packages")) reader.package(packageOf(value, where));
    for (const id of textsOf(json.value("documentDescribes"))) reader.describes(id);
    for (const { value } of json.items("relationships")) {
      const { relationshipType, relatedSpdxElement } = objectOf(value);
      const id = textOf(relatedSpdxElement);
      if (relationshipType === "DESCRIBES" && id !== undefined) reader.describes(id);
    }
    const info = objectOf(json.value("creationInfo"));
    return reader.finish({
      format: `SPDX ${version.slice(5)} JSON`,
      name: textOf(json.value("name")),
      tools: textsOf(info["creators"]).flatMap((creator) => toolOf(creator) ?? []),
      created: textOf(info["created"]),
    });
  },
};
export default spdxJson;

function packageOf(value: unknown, location: string): SpdxPackage {
  const fields = objectOf(value);
  const annotations = listOf(fields["annotations"]).flatMap((item) => textOf(objectOf(item)["comment"]) ?? []);
  const license = textOf(fields["licenseDeclared"]);
  return {
    id: textOf(fields["SPDXID"]) ?? "",
    name: textOf(fields["name"]) ?? "",
    version: textOf(fields["versionInfo"]),
    purl: purlOf(fields["externalRefs"]),
    purpose: textOf(fields["primaryPackagePurpose"])?.replaceAll("_", "-"),
    sourceInfo: textOf(fields["sourceInfo"]),
    summary: textOf(fields["summary"]),
    licenses: license === undefined || license === "NOASSERTION" || license === "NONE" ? [] : [license],
    digest: digestOf(fields["checksums"]),
    remarks: [...annotations, ...textsOf(fields["attributionTexts"])],
    where: location,
  };
}

function purlOf(references: unknown): string | undefined {
  for (const item of listOf(references)) {
    const { referenceType, referenceLocator } = objectOf(item);
    const locator = textOf(referenceLocator);
    if (locator !== undefined && /(?:^|[/#-])purl$/.test(textOf(referenceType) ?? "")) return locator;
  }
  return undefined;
}

function digestOf(checksums: unknown): string | undefined {
  for (const item of listOf(checksums)) {
    const { algorithm, checksumValue } = objectOf(item);
    const digits = textOf(checksumValue)?.toLowerCase() ?? "";
    if (algorithm === "SHA256" && /^[0-9a-f]{64}$/.test(digits)) return `sha256:${digits}`;
  }
  return undefined;
}
