import type { DockerfileFact, Instruction, Stage } from "../../dockerfile/dockerfile.ts";
import { unquoted } from "../../../text/unquoted.ts";
import { oncePer } from "../../../text/once-per.ts";

const truthy = /^(?:1|true|True|TRUE|on|On|ON|yes|Yes|YES)$/;
const truthyInText = /^(?:1|true|True|TRUE|on|On|ON|yes|Yes|YES)/;

export interface PipSwitch {
  /** RUNs that inherit `ENV PIP_NO_CACHE_DIR=1`. */
  readonly off: ReadonlySet<Instruction>;
  /** RUNs for which hadolint takes it to be so: it keeps one switch for each name of a stage or image. */
  readonly offElsewhere: ReadonlySet<Instruction>;
}

const nothing: PipSwitch = { off: new Set(), offElsewhere: new Set() };

/** Where ENV switches pip's cache off; worked out once a file. */
export const pipSwitch = oncePer(({ text, stages }: DockerfileFact): PipSwitch =>
  text.includes("PIP_NO_CACHE_DIR") ? walk(stages) : nothing,
);

function walk(stages: readonly Stage[]): PipSwitch {
  const off = new Set<Instruction>();
  const offElsewhere = new Set<Instruction>();
  const byStage: boolean[] = [];
  const stageNames = new Map<string, number>();
  const byName = new Map<string, boolean>();
  let triggers = false;
  for (const { index, name, base, instructions } of stages) {
    const parent = base.kind === "stage" ? stageNames.get(base.text.toLowerCase()) : undefined;
    let own = parent !== undefined && byStage[parent] === true;
    const image = imageName(base.text);
    const key = name ?? image;
    if (index > 0) byName.set(key, byName.get(image) ?? false);
    for (const instruction of instructions) {
      const { keyword, onbuild } = instruction;
      if (keyword === "ENV") {
        const value = valueIn(instruction);
        if (value === undefined) continue;
        if (!onbuild) own = truthy.test(value);
        if (truthy.test(value)) {
          if (onbuild) triggers = true;
          else byName.set(key, true);
        }
      } else if (keyword === "RUN") {
        if (own && !onbuild) off.add(instruction);
        if (onbuild ? triggers : byName.get(key) === true) offElsewhere.add(instruction);
      }
    }
    byStage[index] = own;
    if (name !== undefined) stageNames.set(name.toLowerCase(), index);
  }
  return { off, offElsewhere };
}

function valueIn({ words }: Instruction): string | undefined {
  const [first, second] = words;
  if (first?.text === "PIP_NO_CACHE_DIR") return unquoted(second?.text ?? "");
  const pair = words.find(({ text }) => text.startsWith("PIP_NO_CACHE_DIR="));
  return pair && unquoted(pair.text.slice("PIP_NO_CACHE_DIR=".length));
}

/** Without registry, tag and digest. */
function imageName(text: string): string {
  const bare = text.replace(/@.*$/s, "").replace(/:[^:/]*$/, "");
  const slash = bare.indexOf("/");
  return slash !== -1 && /[.:]/.test(bare.slice(0, slash)) ? bare.slice(slash + 1) : bare;
}

/** `PIP_NO_CACHE_DIR=1 pip install`, `export PIP_NO_CACHE_DIR=1` */
export function switchedOffInText(body: string): boolean {
  const at = body.indexOf("PIP_NO_CACHE_DIR=");
  return at !== -1 && truthyInText.test(body.slice(at + "PIP_NO_CACHE_DIR=".length));
}
