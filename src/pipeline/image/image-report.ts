import type { Report, Target } from "../../domain/report/report.ts";

/** A report on one image without rules; `parts` has its facts. */
export function imageReport(
  { name, digest, reference }: Pick<Target, "name" | "reference"> & { readonly digest: string },
  version: string,
  parts: Pick<Report, "image" | "files" | "needs" | "inspection" | "proof" | "notChecked">,
): Report {
  return {
    schemaVersion: 2,
    tool: { name: "hullproof", version },
    targets: [
      {
        id: name,
        kind: "image",
        name,
        ...(digest === "" ? {} : { digest }),
        ...(reference === undefined ? {} : { reference }),
      },
    ],
    rules: [],
    findings: [],
    ...parts,
  };
}
