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
  const lacks = [...other, ...notChecked.map((note) => note.slice(0, 160))];
  const [, passed, of] = /^(\d+) of (\d+) runs/.exec(last.detail) ?? [];
  const runs = Number(of) > 2 ? { runs: `${passed} of ${of}` } : {};
  if (lacks.length === 0) return { verdict: "works", ...runs };
  return { verdict: "less", what: lacks.join("; "), said: true, ...runs };
}
