import { badSbom } from "./bad-sbom.ts";
import { bomReader } from "./cyclonedx/bom.ts";
import { readXml } from "./cyclonedx/xml.ts";
import { jsonShape } from "./cyclonedx/json-shape.ts";
import type { SbomFormat } from "./sbom-format.ts";

const namespace = /^http:\/\/cyclonedx\.org\/schema\/bom\/(1\.\d+)$/;

/** https://cyclonedx.org/docs/1.6/xml/; versions 1.2 to 1.7. Element by element it becomes what the JSON form says. */
const cyclonedxXml: SbomFormat = {
  name: "CycloneDX XML",
  recognises: ({ json, start }) =>
    json === undefined &&
    /^\s*</.test(start) &&
    start.split("<").some((tag) => /^(?:[\w.-]+:)?bom\b/.test(tag) && tag.includes("http://cyclonedx.org/schema/bom/")),
  read({ name, bytes }) {
    const reader = bomReader(name);
    const counts = new Map<string, number>();
    const root = readXml(bytes, name, (parent, node) => {
      const index = counts.get(parent) ?? 0;
      counts.set(parent, index + 1);
      const location = `#/${parent}/${index}`;
      if (parent === "metadata") reader.metadata(jsonShape(node));
      else if (parent === "components") reader.component(jsonShape(node), location);
      else if (parent === "compositions") reader.composition(jsonShape(node));
      else if (parent === "vulnerabilities") reader.vulnerability(jsonShape(node), location);
    });
    const specVersion = namespace.exec(root.uri)?.[1];
    if (root.name !== "bom" || specVersion === undefined) throw badSbom(name, "its XML is not of CycloneDX", "line 1");
    return reader.finish({ specVersion, serial: root.attributes["serialNumber"], form: "XML" });
  },
};
export default cyclonedxXml;
