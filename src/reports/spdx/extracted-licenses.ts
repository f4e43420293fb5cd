import { expressionOf, readLicenses } from "../sbom/license-expression.ts";
import { numbered } from "../sbom/numbered.ts";
import { idText } from "./ids.ts";

/** Licenses outside the SPDX list, each with its own id, collected while packages are written. */
export interface ExtractedLicenses {
  /** A valid expression of all statements, or `NOASSERTION` if there are none. */
  declared(statements: readonly string[]): string;
  /** By id. */
  list(): readonly { readonly licenseId: string; readonly extractedText: string; readonly name: string }[];
}

/** Only the name of the license is known; SPDX 2.3 §10.2 requires a text, so the name is used. */
export function extractedLicenses(): ExtractedLicenses {
  const idOf = new Map<string, string>();
  const unique = numbered("-");
  const reference = (name: string) => {
    const assignedId = idOf.get(name);
    if (assignedId !== undefined) return assignedId;
    const id = unique(`LicenseRef-${idText(name.replace(/^LicenseRef-/i, ""))}`);
    idOf.set(name, id);
    return id;
  };
  return {
    declared(statements) {
      const license = readLicenses(statements.map((statement) => statement.toWellFormed()));
      return (license === undefined ? undefined : expressionOf(license, reference)) ?? "NOASSERTION";
    },
    list: () =>
      [...idOf]
        .map(([name, licenseId]) => ({ licenseId, extractedText: name, name }))
        .sort((a, b) => (a.licenseId < b.licenseId ? -1 : 1)),
  };
}
