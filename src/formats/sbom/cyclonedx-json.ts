import { bomReader } from "./cyclonedx/bom.ts";
import type { SbomFormat } from "./sbom-format.ts";
import { badSbom } from "./bad-sbom.ts";
import { textOf } from "../json/values.ts";

/** https://cyclonedx.org/docs/1.6/json/ (ECMA-424); versions 1.2 to 1.7. */
const cyclonedxJson: SbomFormat = {
  name: "CycloneDX JSON",
  recognises: ({ json }) => json?.value("bomFormat") === "CycloneDX",
  read({ name, json }) {
    if (json === undefined) throw badSbom(name, "it is not a JSON object");
    const specVersion = textOf(json.value("specVersion"));
    if (specVersion === undefined)
      throw badSbom(name, "it does not say of which version of CycloneDX it is", "#/specVersion");
    const reader = bomReader(name);
    reader.metadata(json.value("metadata"));
    for (const { value, where } of json.items("components")) reader.component(value, where);
    for (const { value } of json.items("compositions")) reader.composition(value);
    for (const { value, where } of json.items("vulnerabilities")) reader.vulnerability(value, where);
    return reader.finish({ specVersion, serial: textOf(json.value("serialNumber")), form: "JSON" });
  },
};
export default cyclonedxJson;
