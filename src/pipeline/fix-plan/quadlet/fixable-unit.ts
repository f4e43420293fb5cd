import { checkQuadlet, versionOf } from "../../judge/quadlet/check-quadlet.ts";
import type { QuadletWork } from "../../rule-runs/quadlet-work.ts";
import type { Fixable } from "../fix-texts.ts";
import { unitProblem } from "./unit-problem.ts";

/** A unit and its drop-ins, which are fixed together. */
export function fixableUnit(work: QuadletWork): Fixable {
  const { path, text, dropIns } = work;
  return {
    path,
    texts: new Map([[path, text], ...dropIns.map((dropIn) => [dropIn.file, dropIn.text] as const)]),
    judge: (texts) =>
      checkQuadlet({
        ...work,
        text: texts.get(path) ?? "",
        dropIns: dropIns.map(({ file, text: originalText }) => ({ file, text: texts.get(file) ?? originalText })),
      }),
    problem: (before, after, declaredEdits) => unitProblem(before, after, declaredEdits, versionOf(work)),
  };
}
