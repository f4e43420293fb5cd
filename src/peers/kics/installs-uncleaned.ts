import type { DockerfileFact, Instruction } from "../../facts/dockerfile/dockerfile.ts";
import { textCall } from "../shared/text-calls.ts";
import { oncePer } from "../../text/once-per.ts";
import { textRead } from "./text-read.ts";

/** It reads the text, or the first string of an exec form: the first `apt-get install` has neither `apt-get clean` nor an `rm -rf` behind it. */
export const installsUncleaned = oncePer((instruction: Instruction, dockerfile: DockerfileFact): boolean => {
  const text = instruction.json?.[0] ?? textRead(dockerfile, instruction);
  const call = textCall(text, "apt-get install");
  if (call === undefined) return false;
  const install = text.slice(call.index, call.end);
  return !["&& ", "; "].some((separator) => {
    const parts = text
      .replaceAll("\t", "")
      .split(separator)
      .map((part) => part.trim());
    const at = parts.findIndex((part) => part.startsWith(install));
    return (
      at !== -1 && parts.slice(at + 1).some((part) => part.startsWith("apt-get clean") || part.startsWith("rm -rf"))
    );
  });
});
