import type { DockerfileFact, Instruction, Stage } from "../../facts/dockerfile/dockerfile.ts";
import { mountTargets } from "../../facts/dockerfile/runs.ts";
import { isPipInstall } from "../../facts/managers/python/flat-pip.ts";
import { switchIn } from "../../facts/managers/python/pip-switch.ts";
import { oncePer } from "../../text/once-per.ts";
import type { InDockerfile } from "../peer.ts";
import { flatRead } from "./exec-read.ts";

export function keepsPipCache({ dockerfile, instruction, about: { command } }: InDockerfile): boolean {
  const flat = command && flatRead(dockerfile, instruction, command);
  if (flat === undefined || !isPipInstall(flat) || /pipx|pipenv/.test(flat.name)) return false;
  if (pipCacheOff(dockerfile).has(instruction)) return false;
  return !mountTargets(instruction).some((target) => target.includes(".cache/pip"));
}

/** RUNs for which it takes pip's cache to be off: it keeps one switch for each name of a stage or image, and one for all triggers. */
const pipCacheOff = oncePer(({ text, stages }: DockerfileFact): ReadonlySet<Instruction> =>
  text.includes("PIP_NO_CACHE_DIR") ? walk(stages) : new Set(),
);

function walk(stages: readonly Stage[]): ReadonlySet<Instruction> {
  const off = new Set<Instruction>();
  const byName = new Map<string, boolean>();
  let triggers = false;
  for (const { index, name, base, instructions } of stages) {
    const image = imageName(base.text);
    const key = name ?? image;
    if (index > 0) byName.set(key, byName.get(image) ?? false);
    for (const instruction of instructions) {
      const { keyword, onbuild } = instruction;
      if (keyword === "ENV" && switchIn(instruction) === true) {
        if (onbuild) triggers = true;
        else byName.set(key, true);
      } else if (keyword === "RUN" && (onbuild ? triggers : byName.get(key) === true)) {
        off.add(instruction);
      }
    }
  }
  return off;
}

/** Without registry, tag and digest. */
function imageName(text: string): string {
  const reference = text.replace(/@.*$/s, "").replace(/:[^:/]*$/, "");
  const slash = reference.indexOf("/");
  return slash !== -1 && /[.:]/.test(reference.slice(0, slash)) ? reference.slice(slash + 1) : reference;
}
