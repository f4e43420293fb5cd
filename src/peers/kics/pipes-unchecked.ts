import type { Instruction } from "../../facts/dockerfile/dockerfile.ts";
import type { InDockerfile } from "../peer.ts";
import { shellsAbove } from "../shared/shells-above.ts";
import { valuesRead } from "./text-read.ts";

const shellNames = ["zsh", "bash", "ash", "/bin/zsh", "/bin/bash", "/bin/ash"];

/** It wants a shell's name before the pipe, with no other operator between, and no SHELL that sets `-o pipefail` for it. */
export function pipesUnchecked({ dockerfile, stage, instruction }: InDockerfile): boolean {
  const values = valuesRead(dockerfile, instruction);
  const [text = ""] = values;
  const shells = shellNames.flatMap((name) => {
    const at = values.length > 1 ? values.indexOf(name) : text.indexOf(name);
    return at === -1 ? [] : [{ name, at }];
  });
  return shells.some(({ name, at }) => {
    if (values.length === 1 && shells.some((other) => other.name !== name && other.name.includes(name))) return false;
    const words = values.length > 1 ? values.slice(at + 1) : text.slice(at).split(" ");
    const operator = words.find((word) => /^(&&|\|\||[&;|])$/.test(word));
    return operator === "|" && !shellsAbove(stage, instruction).some((shell) => setsPipefail(shell, name));
  });
}

function setsPipefail({ json = [] }: Instruction, name: string): boolean {
  const at = json.findIndex((word) => word.includes(name));
  const index = at === -1 ? json.findIndex((word) => name.includes(word)) : at;
  return index !== -1 && json[index + 1] === "-o" && json[index + 2] === "pipefail";
}
