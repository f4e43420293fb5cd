import { badSbom } from "./bad-sbom.ts";
import type { SbomFormat } from "./sbom-format.ts";
import { spdxReader, type SpdxPackage } from "./spdx/document.ts";
import { listOf, objectOf, textOf, textsOf } from "../json/values.ts";
import type { JsonObject } from "../json/json-document.ts";

function isSpdx3(context: string): boolean {
  const host = /spdx\.(?:org|dev)\//.exec(context);
  return host !== null && /3\.\d/.test(context.slice(host.index));
}

/**
 * SPDX 3.0 as JSON-LD (https://spdx.github.io/spdx-spec/v3.0.1/): elements of the `@graph`, under the short names of its context.
 * Another context would rename them, and following one would need the network, so it is refused.
 */
const spdx3Json: SbomFormat = {
  name: "SPDX 3 JSON-LD",
  recognises: ({ json }) => contextsOf(json?.value("@context")).some((context) => isSpdx3(context)),
  read({ name, json }) {
    if (json === undefined) throw badSbom(name, "it is not a JSON object");
    const context = contextsOf(json.value("@context"));
    if (context.length !== 1) throw badSbom(name, "it has names of its own beside SPDX's", "#/@context");
    if (!json.keys.includes("@graph")) throw badSbom(name, "it has no @graph of elements");
    const reader = spdxReader(name);
    const tools: string[] = [];
    const created: string[] = [];
    let title: string | undefined;
    for (const { value, where } of json.items("@graph")) {
      const element = objectOf(value);
      const type = textOf(element["type"]) ?? textOf(element["@type"]) ?? "";
      if (type === "software_Package") reader.package(packageOf(element, where));
      else if (type === "SpdxDocument" || type === "software_Sbom") {
        title ??= textOf(element["name"]);
        for (const id of textsOf(element["rootElement"])) reader.describes(id);
      } else if (type === "CreationInfo") created.push(...[textOf(element["created"])].flatMap((time) => time ?? []));
      else if (type === "Tool") tools.push(...[textOf(element["name"])].flatMap((tool) => tool ?? []));
    }
    const version = /3\.\d(?:\.\d)?/.exec(context[0] ?? "")?.[0] ?? "3";
    return reader.finish({ format: `SPDX ${version} JSON-LD`, name: title, tools, created: created[0] });
  },
};
export default spdx3Json;

function contextsOf(value: unknown): readonly string[] {
  return listOf(Array.isArray(value) ? value : [value]).map((contextNode) => textOf(contextNode) ?? "an object");
}

function packageOf(element: JsonObject, location: string): SpdxPackage {
  const purpose = textOf(element["software_primaryPurpose"]);
  const url = textOf(element["software_packageUrl"]);
  const identifiers = listOf(element["externalIdentifier"]).flatMap((item) => {
    const { externalIdentifierType, identifier } = objectOf(item);
    return externalIdentifierType === "packageUrl" ? (textOf(identifier) ?? []) : [];
  });
  const hashes = listOf(element["verifiedUsing"]).flatMap((item) => {
    const { algorithm, hashValue } = objectOf(item);
    const digits = textOf(hashValue)?.toLowerCase() ?? "";
    return algorithm === "sha256" && /^[0-9a-f]{64}$/.test(digits) ? [`sha256:${digits}`] : [];
  });
  return {
    id: textOf(element["spdxId"]) ?? textOf(element["@id"]) ?? "",
    name: textOf(element["name"]) ?? "",
    version: textOf(element["software_packageVersion"]),
    purl: url ?? identifiers[0],
    // `operatingSystem` here, `OPERATING-SYSTEM` before.
    purpose: purpose?.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "-").toUpperCase(),
    sourceInfo: textOf(element["software_sourceInfo"]),
    summary: textOf(element["summary"]),
    digest: hashes[0],
    where: location,
  };
}
