import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { dockerSave } from "../../test/images/archive.ts";
import { sbomFormats, type InteropFolder } from "../../test/interop/scan-interop.ts";
import { interopTrees } from "../../test/interop/trees.ts";
import { isDistributions, type Peer } from "./peers.ts";
import { tableOf } from "./table.ts";

/** Findings in distribution packages of each tree: from its image, and from our SBOMs of it. */
export async function drawSbomTable(cwd: string, peers: readonly Peer[], folder: InteropFolder): Promise<string> {
  const rows: (string | number)[][] = [];
  for (const { name, members } of interopTrees()) {
    const archive = join(cwd, `${name}.tar`);
    writeFileSync(archive, dockerSave({ layers: [members], tag: `team/${name}:1.0`, layout: "old" }));
    const counts = async (kind: "archive" | "sbom", file: string): Promise<string> => {
      const { vulnerabilities = [] } = await folder.scan(file);
      const found: (readonly { readonly purl: string }[])[] = [];
      for (const peer of peers) found.push(await peer[kind](file));
      found.push(vulnerabilities);
      return found.map((one) => one.filter(isDistributions).length).join(", ");
    };
    const row = [name, await counts("archive", archive)];
    for (const format of sbomFormats) {
      const file = join(cwd, `${name}.${format}.json`);
      await folder.writeSbom(archive, format, file);
      row.push(await counts("sbom", file));
    }
    rows.push(row);
  }
  return tableOf(["trivy, grype, hullproof from", "the image", "our CycloneDX", "our SPDX"], rows);
}
