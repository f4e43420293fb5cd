import type { Report } from "../../../src/domain/report/report.ts";
import type { Ended } from "../../run-program.ts";
import type { Cell } from "./cell.ts";
import { broken, failed } from "./refusals.ts";

/** What `verify --widen --format json` said of a profile, and once more of the one that it widened. */
export async function verifiedBy(verify: () => Promise<Ended>): Promise<Cell> {
  const asked = await verify();
  const cell = verdictOf(asked);
  const widening = cell.verdict === "broken" && reportOf(asked)?.proof?.proofs.at(-1)?.widening;
  return widening ? widenedCell(cell.words, widening, verdictOf(await verify())) : cell;
}

function widenedCell(words: string, widening: readonly string[], then: Cell): Cell {
  const runs = "runs" in then && then.runs !== undefined ? { runs: then.runs } : {};
  if (then.verdict === "works" || then.verdict === "less")
    return { verdict: "widened", by: widening.join("; "), words, ...runs };
  return broken(`${words} Widened (${widening.join("; ")}): ${"words" in then ? then.words : then.verdict}`);
}

function reportOf({ code, stdout }: Ended): Report | undefined {
  return code === undefined || code > 1 || stdout === "" ? undefined : (JSON.parse(stdout) as Report);
}

/** What `verify --format json` said. */
export function verdictOf(asked: Ended): Cell {
  const report = reportOf(asked);
  if (report === undefined) return failed(asked);
  const { proof, notChecked = [] } = report;
  const last = proof?.proofs.at(-1);
  if (last?.verdict !== "holds") return broken(`${last?.verdict ?? "no verdict"}: ${last?.detail ?? ""}`);
  const { image } = proof?.validity?.machine ?? {};
  const other = image === undefined || image.same === "yes" ? [] : [`the image counts as another one (${image.same})`];
  const [, passed, of] = /^(\d+) of (\d+) runs/.exec(last.detail) ?? [];
  // Two of three is chance, which the machine's load can make.
  const broke = Number(of) > 3 && passed !== of ? [brokeBy(last.detail)] : [];
  const lacks = [...broke, ...other, ...notChecked.map(short)];
  const runs = Number(of) > 2 ? { runs: `${passed} of ${of}` } : {};
  if (lacks.length === 0) return { verdict: "works", ...runs };
  return { verdict: "less", what: lacks.join("; "), said: true, ...runs };
}

/** `t5 broke: step "page": timed out.`, of the trials that the others outvoted. */
function brokeBy(detail: string): string {
  return short(/\bt\d+ broke: .*?(?=\.? Processes: |$)/s.exec(detail)?.[0] ?? detail);
}

/** A cell of a table has no room for more. */
function short(note: string): string {
  return note.length <= 160 ? note : `${note.slice(0, 160).replace(/\s+\S*$/, "")}...`;
}
