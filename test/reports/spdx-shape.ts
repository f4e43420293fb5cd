import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";
import { Ajv2019 } from "ajv/dist/2019.js";

const text = { type: "string" };
const closed = (properties: object, required = Object.keys(properties)) => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});
const list = (items: object) => ({ type: "array", minItems: 1, items });
const id = { type: "string", pattern: "^SPDXRef-[A-Za-z0-9.-]+$" };
// Annex D, as far as it can be said in an expression: ids, operators and brackets, nothing else.
const expression = {
  type: "string",
  pattern: "^(NOASSERTION|[(]*[A-Za-z0-9.-]+[)]*( (AND|OR|WITH) [(]*[A-Za-z0-9.-]+[)]*)*)$",
};
const noAssertion = { const: "NOASSERTION" };

/**
 * The part of SPDX 2.3 that is written here (clauses 6, 7, 10 and 11 of the specification), closed: what is not named
 * below is a mistake. No package of the npm registry ships the official schema; `HULLPROOF_SPDX_SCHEMA` names a copy of
 * schemas/spdx-schema.json of the specification's repository, which the tests then use as well.
 */
const shape = closed(
  {
    spdxVersion: { const: "SPDX-2.3" },
    dataLicense: { const: "CC0-1.0" },
    SPDXID: { const: "SPDXRef-DOCUMENT" },
    name: text,
    // An address without a fragment (6.5).
    documentNamespace: { type: "string", pattern: "^https://[^#\\s]+$" },
    creationInfo: closed({
      created: { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$" },
      creators: list({ type: "string", pattern: "^Tool: \\S" }),
      comment: text,
    }),
    comment: text,
    packages: list(
      closed(
        {
          name: text,
          SPDXID: id,
          versionInfo: text,
          supplier: noAssertion,
          downloadLocation: noAssertion,
          filesAnalyzed: { const: false },
          checksums: list(
            closed({ algorithm: { const: "SHA256" }, checksumValue: { type: "string", pattern: "^[0-9a-f]{64}$" } }),
          ),
          licenseConcluded: noAssertion,
          licenseDeclared: expression,
          copyrightText: noAssertion,
          sourceInfo: text,
          summary: text,
          comment: text,
          externalRefs: list(
            closed({
              referenceCategory: { const: "PACKAGE-MANAGER" },
              referenceType: { const: "purl" },
              referenceLocator: { type: "string", pattern: "^\\S+$" },
            }),
          ),
          // Clause 12; JSON has them at the package that they are about.
          annotations: list(
            closed({
              annotator: { type: "string", pattern: "^Tool: \\S" },
              annotationDate: { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$" },
              annotationType: { const: "OTHER" },
              comment: text,
            }),
          ),
          primaryPackagePurpose: { enum: ["APPLICATION", "CONTAINER", "LIBRARY", "OPERATING_SYSTEM"] },
        },
        ["name", "SPDXID", "downloadLocation", "filesAnalyzed", "licenseDeclared", "primaryPackagePurpose"],
      ),
    ),
    relationships: list(
      closed(
        {
          spdxElementId: id,
          relationshipType: { enum: ["CONTAINS", "DEPENDS_ON", "DESCRIBES", "OTHER"] },
          relatedSpdxElement: id,
          comment: text,
        },
        ["spdxElementId", "relationshipType", "relatedSpdxElement"],
      ),
    ),
    hasExtractedLicensingInfos: list(
      closed({
        licenseId: { type: "string", pattern: "^LicenseRef-[A-Za-z0-9.-]+$" },
        extractedText: { ...text, minLength: 1 },
        name: text,
      }),
    ),
  },
  ["spdxVersion", "dataLicense", "SPDXID", "name", "documentNamespace", "creationInfo", "packages", "relationships"],
);

/** The schema of 2.3 is written in draft 7, that of 2.3.1 in the draft of 2019-09. */
function official(file: string): ValidateFunction {
  const schema = JSON.parse(readFileSync(file, "utf8")) as { readonly $schema?: string };
  const drafts = schema.$schema?.includes("/2019-09/") === true ? Ajv2019 : Ajv;
  return new drafts({ allErrors: true, strict: false }).compile(schema);
}

const file = process.env["HULLPROOF_SPDX_SCHEMA"];

/** Our own shape, and the official schema where it is at hand. */
export const spdxValidators: readonly ValidateFunction[] = [
  new Ajv({ allErrors: true }).compile(shape),
  ...(file === undefined ? [] : [official(file)]),
];
