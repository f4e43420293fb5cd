import type { DockerfileFact, Instruction } from "./dockerfile.ts";
import type { VariablesFact } from "./variables/variables.ts";
import { isWhole } from "./instruction-words.ts";

/** One port of an EXPOSE. */
export interface ExposedPort {
  readonly instruction: Instruction;
  readonly word: Instruction["words"][number];
  /** After expansion: `[::1]:80:8080/tcp`. */
  readonly spec: string;
  /** The prefix of the container's port: `[::1]:80:`. */
  readonly host: string;
  /** `8080`, `8000-8010`. */
  readonly port: string;
  /** As written, without the slash; empty when there is none. */
  readonly protocol: string;
  /** The word is the spec, letter for letter, so that edits can be counted in it. */
  readonly written: boolean;
}

/** Ports of all EXPOSE instructions, triggers left out; those that only a build knows are not among them. */
export function* exposedPorts(dockerfile: DockerfileFact, variables: VariablesFact): Generator<ExposedPort> {
  for (const instruction of dockerfile.instructions) {
    if (instruction.keyword !== "EXPOSE" || instruction.onbuild) continue;
    for (const word of instruction.words) {
      const literal = /^[\w.:[\]/-]*$/.test(word.text);
      const expanded = literal ? word.text : variables.expandDefaults(instruction, word.text);
      for (const spec of expanded?.split(/\s+/).filter(Boolean) ?? []) {
        const colon = spec.lastIndexOf(":");
        const [port = "", protocol = ""] = spec.slice(colon + 1).split("/");
        yield {
          instruction,
          word,
          spec,
          host: spec.slice(0, colon + 1),
          port,
          protocol,
          written: spec === word.text && isWhole(word),
        };
      }
    }
  }
}
