import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { fullFormats } from "ajv-formats/dist/formats.js";

const folder = join(import.meta.dirname, "../../node_modules/@cyclonedx/cyclonedx-library/res/schema");
const read = (name: string): Record<string, unknown> => JSON.parse(readFileSync(join(folder, name), "utf8"));

/** The official schema of a CycloneDX version, as the CycloneDX project's own library ships it. */
export function cyclonedxValidator(version: "1.6" | "1.7") {
  // Its internationalised formats are wider than the plain ones that we have to hold.
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    formats: { ...fullFormats, "iri-reference": fullFormats["uri-reference"], "idn-email": fullFormats.email },
  });
  for (const name of ["spdx", "jsf-0.82", "cryptography-defs"]) {
    const schema = read(`${name}.SNAPSHOT.schema.json`);
    // The references in it are file names, so they are resolved beside its own address.
    ajv.addSchema(schema, `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  }
  return ajv.compile(read(`bom-${version}.SNAPSHOT.schema.json`));
}

/** Every license and exception id of the SPDX license list that CycloneDX accepts. */
export function officialLicenseIds(): ReadonlySet<string> {
  const { enum: ids } = read("spdx.SNAPSHOT.schema.json");
  return new Set(Array.isArray(ids) ? ids.map(String) : []);
}
