import { runBody, type WrittenCommand } from "../../facts/dockerfile/run-commands.ts";
import { dockerfilePeer } from "../peer.ts";

/** It looks at the word behind a bundle with u in it, six characters or more; a variable counts as `${NAME}`. */
export default dockerfilePeer({
  rules: ["layers/useradd-high-uid"],
  ids: ["hadolint/DL3046"],
  reports: ({ dockerfile, instruction, at }) =>
    runBody(dockerfile, instruction)?.written.some(({ span, ...own }) => span.start === at.start && isHigh(own)) ===
    true,
});

function isHigh({ program, args }: Pick<WrittenCommand, "program" | "args">): boolean {
  if (program !== "useradd") return false;
  return args.some((arg, index) => {
    const next = args[index + 1]?.replace(/\$(\w+)/g, "${$1}") ?? "";
    return /^-[^-]/.test(arg) && arg.includes("u") && next.length > 5;
  });
}
