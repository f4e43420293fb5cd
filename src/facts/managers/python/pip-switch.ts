import type { DockerfileFact, Instruction, Stage } from "../../dockerfile/dockerfile.ts";
import { unquoted } from "../../../text/unquoted.ts";
import { oncePer } from "../../../text/once-per.ts";

const variable = "PIP_NO_CACHE_DIR";
const truthy = /^(?:1|true|True|TRUE|on|On|ON|yes|Yes|YES)$/;
const truthyInText = /^(?:1|true|True|TRUE|on|On|ON|yes|Yes|YES)/;

/** RUNs that inherit `ENV PIP_NO_CACHE_DIR=1`; worked out once a file. */
export const pipCacheOff = oncePer(({ text, stages }: DockerfileFact): ReadonlySet<Instruction> =>
  text.includes(variable) ? walk(stages) : new Set(),
);

function walk(stages: readonly Stage[]): ReadonlySet<Instruction> {
  const off = new Set<Instruction>();
  const byStage: boolean[] = [];
  const stageNames = new Map<string, number>();
  for (const { index, name, base, instructions } of stages) {
    const parent = base.kind === "stage" ? stageNames.get(base.text.toLowerCase()) : undefined;
    let isOff = parent !== undefined && byStage[parent] === true;
    for (const instruction of instructions) {
      if (instruction.onbuild) continue;
      if (instruction.keyword === "ENV") isOff = switchIn(instruction) ?? isOff;
      else if (instruction.keyword === "RUN" && isOff) off.add(instruction);
    }
    byStage[index] = isOff;
    if (name !== undefined) stageNames.set(name.toLowerCase(), index);
  }
  return off;
}

/** Whether an ENV switches the cache off; undefined where it does not set it. */
export function switchIn({ words }: Instruction): boolean | undefined {
  const [first, second] = words;
  if (first?.text === variable) return truthy.test(unquoted(second?.text ?? ""));
  const pair = words.find(({ text }) => text.startsWith(`${variable}=`));
  return pair && truthy.test(unquoted(pair.text.slice(variable.length + 1)));
}

/** `PIP_NO_CACHE_DIR=1 pip install`, `export PIP_NO_CACHE_DIR=1` */
export function switchedOffInText(body: string): boolean {
  const at = body.indexOf("PIP_NO_CACHE_DIR=");
  return at !== -1 && truthyInText.test(body.slice(at + "PIP_NO_CACHE_DIR=".length));
}
