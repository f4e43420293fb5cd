import type { Report } from "../../../src/domain/report/report.ts";
import type { Ended } from "../../run-program.ts";
import type { Cell } from "./cell.ts";
import { broken, failed } from "./refusals.ts";

/** What `verify --format json` said. */
export function verdictOf(asked: Ended): Cell {
  if (asked.code === undefined || asked.code > 1 || asked.stdout === "") return failed(asked);
  const { proof, notChecked = [] } = JSON.parse(asked.stdout) as Report;
  const last = proof?.proofs.at(-1);
  if (last?.verdict !== "holds") return broken(`${last?.verdict ?? "no verdict"}: ${last?.detail ?? ""}`);
  const { image } = proof?.standing?.machine ?? {};
  const other = image === undefined || image.same === "yes" ? [] : [`the image counts as another one (${image.same})`];
  const [, passed, of] = /^(\d+) of (\d+) runs/.exec(last.detail) ?? [];
  // Two of three is chance, which the machine's load can make.
  const broke = Number(of) > 3 && passed !== of ? [brokeBy(last.detail)] : [];
  const lacks = [...broke, ...other, ...notChecked.map((note) => note.slice(0, 160))];
  const runs = Number(of) > 2 ? { runs: `${passed} of ${of}` } : {};
  if (lacks.length === 0) return { verdict: "works", ...runs };
  return { verdict: "less", what: lacks.join("; "), said: true, ...runs };
}

/** `t5 broke: step "page": timed out.`, of the trials that the others outvoted. */
function brokeBy(detail: string): string {
  return (/\bt\d+ broke: .*?(?=\.? Processes: |$)/s.exec(detail)?.[0] ?? detail).slice(0, 160);
}
