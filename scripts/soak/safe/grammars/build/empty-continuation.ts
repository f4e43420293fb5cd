import type { Dice } from "../../dice.ts";
import { smallBases } from "../../pieces/text-case.ts";
import { oneDockerfile, type Grammar } from "../../soak-case.ts";

const parts: readonly (readonly string[])[] = [
  ["RUN echo a > /a", "  && echo b > /b", "  && echo c > /c"],
  ["RUN echo 'x", "y' > /quoted"],
  ['RUN echo "x', '  y" > /double'],
  ["ENV A=1", "    B=2", '    C="three', 'four"'],
  ["ENV D one", "two"],
  ["LABEL a=b", "  c=d"],
  ["RUN printf '%s\\n' a", "b", "c > /args"],
  ["CMD echo a", "b"],
  ['CMD ["echo",', '  "a"]'],
  ["RUN if true; then", "echo t > /t;", "fi"],
  ["COPY app.py", "  /srv/app.py"],
  ["RUN cat > /cat <<EOF", "text", "EOF"],
  ["RUN echo one", "RUN echo two > /run"],
  ["RUN [ -d / ]", "|| echo none"],
  ["RUN echo a#b", "# c", "> /hash"],
  ["EXPOSE 80", "81"],
  ["RUN echo end"],
  ["ARG X=1", "Y=2"],
  ['RUN echo "a', '" > /e'],
  ["HEALTHCHECK --interval=1s", "CMD true"],
  ["WORKDIR /a", "b"],
];
const gaps = [
  "",
  "",
  "",
  "  ",
  "\t",
  "# comment",
  "  # comment",
  "\n",
  "\n\n",
  "#",
  "\n# x\n",
  " \n\t",
  "\\",
  "# a \\",
];

function instruction(dice: Dice, escape: string): string {
  const lines = dice.pick(parts);
  return lines
    .map((line, at) =>
      at === lines.length - 1
        ? dice.chance(0.1)
          ? `${line} ${escape}\n`
          : line
        : `${line} ${escape}${dice.pick(["", "", "", " ", "\t"])}\n${dice.chance(0.8) ? `${dice.pick(gaps).replaceAll("\\", escape)}\n` : ""}`,
    )
    .join("");
}

export const grammar: Grammar = {
  rule: "build/empty-continuation",
  commands: false,
  write: (dice) => {
    const escape = dice.chance(0.12) ? "`" : "\\";
    const heredoc = dice.pick([
      "",
      "",
      "COPY <<EOF /h\na \\\n\nb\nEOF",
      "RUN <<EOF\necho a \\\n\necho b\nEOF",
      "RUN <<'EOF'\ncat > /x <<-E2\n\tx \\\n\n\ty\n\tE2\nEOF",
      "RUN cat <<EOF > /y && echo a \\\n\n > /z\ntext\nEOF",
    ]);
    const lines = [
      ...(escape === "`" ? ["# escape=`"] : []),
      `FROM ${dice.pick(smallBases)}`,
      ...Array.from({ length: dice.int(1, 4) }, () => instruction(dice, escape)),
      ...(heredoc === "" ? [] : [heredoc]),
      ...(dice.chance(0.5) ? [instruction(dice, escape)] : []),
    ];
    const text = `${lines.join("\n")}${dice.pick(["\n", "", "\n\n", " \\\n\n"])}`;
    return oneDockerfile(dice.chance(0.15) && !text.includes("<<") ? text.replaceAll("\n", "\r\n") : text, {
      "app.py": "x\n",
    });
  },
};
