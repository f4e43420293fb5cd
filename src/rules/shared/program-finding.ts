import type { Evidence } from "../../domain/finding/finding.ts";
import type { Observation } from "../observation.ts";
import type { ImageInfo } from "../../domain/image/image-info.ts";
import type { ProgramKind } from "../../facts/image/programs.ts";
import { firstOf, mostListed, plural } from "./image-text.ts";

/** One observation for the image's programs of some kinds. `condition` ends the message: "that build programs". */
export function* programFinding(
  programs: Programs,
  kinds: readonly ProgramKind[],
  condition: string,
): Generator<Observation> {
  const matchingPrograms = programsOf(programs, kinds);
  const [first] = matchingPrograms;
  const [evidence, ...others] = matchingPrograms.slice(0, mostListed).map(programEvidence);
  if (first === undefined || evidence === undefined) return;
  const names = [...new Set(matchingPrograms.map(({ path }) => path.slice(path.lastIndexOf("/") + 1)))];
  yield {
    message: `${plural(names.length, "program")} ${condition}: ${firstOf(names, 8)}`,
    at: { layer: first.layer, path: first.path },
    evidence: [evidence, ...others],
  };
}

type Programs = ImageInfo["programs"];

export function programsOf(programs: Programs, kinds: readonly ProgramKind[]): Programs {
  return programs.filter(({ kind }) => kinds.some((one) => one === kind));
}

export function programEvidence({ kind, path, layer }: Programs[number]): Evidence {
  return { kind: "setting", pointer: path, value: `${kind}, in layer ${layer}` };
}
