import type { Headers } from "../text/headers.ts";
import { distinct, wordOf } from "../text/names.ts";

/** The name as it is compared and written in purls: lower case, runs of `-`, `_` and `.` made one `-` (PEP 503, purl-spec). */
export function normalName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}

/**
 * Normal names of a distribution's requirements (`Requires-Dist`, PEP 508), without those of extras (`; extra == "test"`): no file
 * shows whether the extra was requested.
 */
export function requirementsOf(metadata: Headers): readonly string[] | undefined {
  return distinct((metadata.get("requires-dist") ?? []).map(requirementName));
}

/** Name of a PEP 508 requirement in its normal form; undefined when it needs an extra or is not one. */
export function requirementName(requirement: string): string | undefined {
  const semicolon = requirement.indexOf(";");
  const marker = semicolon === -1 ? "" : requirement.slice(semicolon + 1);
  if (/\bextra\b/.test(marker)) return undefined;
  const name = /^\s*([A-Za-z0-9][A-Za-z0-9._-]{0,255})/.exec(requirement)?.[1];
  return name === undefined ? undefined : normalName(name.replace(/[._-]$/, ""));
}

/**
 * `License-Expression` (SPDX, PEP 639), or `License` where it is a name and not a whole text, or what the classifiers say
 * (`License :: OSI Approved :: MIT License`).
 */
export function pythonLicenses(metadata: Headers): readonly string[] | undefined {
  const expression = wordOf(metadata.get("license-expression")?.[0]);
  if (expression !== undefined) return [expression];
  const licenseField = wordOf(metadata.get("license")?.[0]);
  if (
    licenseField !== undefined &&
    !licenseField.includes("\n") &&
    licenseField.length <= 100 &&
    licenseField.toUpperCase() !== "UNKNOWN"
  )
    return [licenseField];
  const classifiers = (metadata.get("classifier") ?? []).filter((classifier) => classifier.startsWith("License ::"));
  return distinct(
    classifiers
      .map((classifier) => wordOf(classifier.slice(classifier.lastIndexOf("::") + 2)))
      .filter((name) => name !== "OSI Approved"),
  );
}
