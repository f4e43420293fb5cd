import type { DockerfileFact } from "../../facts/dockerfile/dockerfile.ts";
import { oncePer } from "../../text/once-per.ts";

/** Every SHELL of the file is a POSIX shell of the system with the command after `-c`, and no wrapper around one. */
export const hasPlainShell = oncePer((dockerfile: DockerfileFact): boolean =>
  dockerfile.instructions.every(({ keyword, json }) => keyword !== "SHELL" || (json !== undefined && isPlain(json))),
);

function isPlain([program = "", ...options]: readonly string[]): boolean {
  if (!/^(?:(?:\/usr)?\/bin\/)?(?:ba|da|a)?sh$/.test(program)) return false;
  return (
    options.every((option) => /^-[euxloc]+$|^(?:pipefail|errexit|nounset|xtrace)$/.test(option)) &&
    /^-[euxl]*c$/.test(options.at(-1) ?? "")
  );
}
