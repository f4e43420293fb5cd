// `npm run interop -- --peers FOLDER`: the tables of docs/comparison.md on SBOMs and VEX, beside the real scanners. FOLDER has trivy, grype and their databases.
// `--record FILE` writes what they call the packages of the images, which tests read where no scanner is; `npx oxfmt FILE` formats it.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openInteropFolder } from "../test/interop/scan-interop.ts";
import { openPeers } from "./interop/peers.ts";
import { recordedAnswers } from "./interop/recorded-answers.ts";
import { drawSbomTable } from "./interop/sbom-table.ts";
import { drawVexTable } from "./interop/vex-table.ts";

const { values } = parseArgs({ options: { peers: { type: "string" }, record: { type: "string" } } });
if (values.peers === undefined) throw new Error("--peers names the folder with trivy, grype and their databases");
const cwd = mkdtempSync(join(tmpdir(), "hullproof-interop-"));
try {
  const peers = openPeers(values.peers);
  const folder = await openInteropFolder(cwd);
  if (values.record !== undefined) writeFileSync(values.record, await recordedAnswers(cwd, peers));
  process.stdout.write(`${await drawSbomTable(cwd, peers, folder)}\n\n${await drawVexTable(cwd, peers, folder)}\n`);
} finally {
  rmSync(cwd, { recursive: true, force: true });
}
