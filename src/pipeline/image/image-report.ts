import type { Report } from "../../domain/report/report.ts";

/** A report on one image that no rule was asked about; `parts` is what was found out. */
export function imageReport(
  image: { readonly name: string; readonly digest: string },
  version: string,
  parts: Pick<Report, "image" | "files" | "inspection" | "proof" | "notChecked">,
): Report {
  return {
    schemaVersion: 1,
    tool: { name: "hullproof", version },
    targets: [
      { id: image.name, kind: "image", name: image.name, ...(image.digest === "" ? {} : { digest: image.digest }) },
    ],
    rules: [],
    findings: [],
    ...parts,
  };
}
