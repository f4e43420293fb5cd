import type { InDockerfile } from "../peer.ts";
import { textCall } from "../shared/text-calls.ts";
import { textRead } from "./text-read.ts";

/** It searches each part between `&&`, or the words of an exec form, for the option, and names a RUN once. */
export function keepsPipCache({ dockerfile, instruction, about }: InDockerfile): boolean {
  const { onbuild, json } = instruction;
  if (onbuild || about.firstInRun !== true) return false;
  if (json !== undefined && json.length > 1)
    return json.some((word) => /^pip3?$/.test(word)) && !json.some((word) => word.includes("--no-cache-dir"));
  return textRead(dockerfile, instruction)
    .split("&&")
    .some((part) => textCall(part, "pip install") !== undefined && !part.includes("--no-cache-dir"));
}
