import type { Dice } from "../dice.ts";

/** The same Dockerfile as somebody else would write it: line ends of Windows, other case, comments, a directive. Heredocs are left as they are. */
export function disguise(dice: Dice, text: string): string {
  if (dice.chance(0.7)) return text;
  const heredoc = text.includes("<<");
  return dice.pick<(all: string) => string>([
    (all) => (heredoc ? all : all.replaceAll("\n", "\r\n")),
    (all) =>
      heredoc ? all : all.replaceAll(/^(RUN|FROM|ENV|COPY|WORKDIR|CMD|USER)\b/gm, (word) => word.toLowerCase()),
    (all) => `# escape=\\\n${all}`,
    (all) => `# check=skip=all\n${all}`,
    (all) => `\n\n# a comment\n${all}`,
    (all) => `ARG TAG=x\n${all}`,
    (all) => all.replaceAll(" && ", " \\\n  && "),
    (all) => all.replaceAll(" && ", " && \\\n# between\n\t"),
    (all) => (heredoc || all.includes("\\\n") ? all : all.replaceAll(/^(?=\w)/gm, "  ")),
    (all) => all.trimEnd(),
    (all) => `\uFEFF${all}`,
  ])(text);
}
