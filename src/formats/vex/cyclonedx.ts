import { listOf, objectOf, textOf } from "../json/values.ts";
import { statementsOf } from "../sbom/cyclonedx/statements.ts";
import { documentOf, type StatementReading, type VexFormat } from "./vex-format.ts";

/** Vulnerabilities with an analysis, in a separate document or next to the components (https://cyclonedx.org/capabilities/vex/). */
const cyclonedx: VexFormat = {
  name: "CycloneDX",
  recognises: (json) => json.value("bomFormat") === "CycloneDX",
  read({ file, json }) {
    const refs = new Map<string, string>();
    const note = (value: unknown): void => {
      const component = objectOf(value);
      const [ref, purl] = [textOf(component["bom-ref"]), textOf(component["purl"])];
      if (ref !== undefined && purl !== undefined) refs.set(ref, purl);
      for (const inner of listOf(component["components"])) note(inner);
    };
    const metadata = objectOf(json.value("metadata"));
    note(metadata["component"]);
    for (const { value } of json.items("components")) note(value);
    const author = textOf(objectOf(metadata["supplier"])["name"]) ?? textOf(objectOf(metadata["manufacturer"])["name"]);
    const context = { file, refs, created: textOf(metadata["timestamp"]), author };
    const readings: StatementReading[] = [];
    for (const { value, where } of json.items("vulnerabilities")) {
      const { statement, note: words } = statementsOf(value, { ...context, where });
      if (statement !== undefined) readings.push({ statement });
      else if (words !== undefined) readings.push({ note: words });
    }
    return documentOf(file, `CycloneDX ${textOf(json.value("specVersion")) ?? ""}`.trim(), readings);
  },
};
export default cyclonedx;
