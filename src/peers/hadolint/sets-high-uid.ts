import type { InDockerfile } from "../peer.ts";
import { writtenRead } from "./exec-read.ts";

/** It looks at the word behind a bundle with u in it, six characters or more; a variable counts as `${NAME}`. */
export function setsHighUid({ dockerfile, instruction, at }: InDockerfile): boolean {
  return writtenRead(dockerfile, instruction).some(
    ({ start = at.start, ...command }) => start === at.start && isHigh(command),
  );
}

function isHigh({ program, args }: { readonly program: string; readonly args: readonly string[] }): boolean {
  if (program !== "useradd") return false;
  return args.some((arg, index) => {
    const next = args[index + 1]?.replace(/\$(\w+)/g, "${$1}") ?? "";
    return /^-[^-]/.test(arg) && arg.includes("u") && next.length > 5;
  });
}
