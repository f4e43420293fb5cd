import { dockerfilePeer } from "../peer.ts";
import { writtenRead } from "./exec-read.ts";

/** It looks at the word behind a bundle with u in it, six characters or more; a variable counts as `${NAME}`. */
export default dockerfilePeer({
  rules: ["layers/useradd-high-uid"],
  ids: ["hadolint/DL3046"],
  reports: ({ dockerfile, instruction, at }) =>
    writtenRead(dockerfile, instruction).some(({ start = at.start, ...own }) => start === at.start && isHigh(own)),
});

function isHigh({ program, args }: { readonly program: string; readonly args: readonly string[] }): boolean {
  if (program !== "useradd") return false;
  return args.some((arg, index) => {
    const next = args[index + 1]?.replace(/\$(\w+)/g, "${$1}") ?? "";
    return /^-[^-]/.test(arg) && arg.includes("u") && next.length > 5;
  });
}
