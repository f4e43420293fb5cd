import { smallBases } from "../../pieces/text-case.ts";
import { oneDockerfile, type Grammar } from "../../soak-case.ts";

const instructions = [
  "RUN echo a > /a",
  "ENV RUN=copy",
  "CMD run",
  "COPY app.py /run",
  "WORKDIR /Run",
  "USER root",
  "ONBUILD RUN echo x",
  "onbuild run echo x",
  "ONBUILD copy app.py /",
  "HEALTHCHECK CMD true",
  "healthcheck cmd true",
  "HEALTHCHECK cmd echo CMD",
  "HEALTHCHECK none",
  "LABEL run=RUN",
  "RUN <<EOF\nrun=1\ncopy() { echo c > /c; }; copy\nEOF",
  "COPY <<EOF /h\nrun x\ncopy a b\nEOF",
  "RUN echo a \\\nrun \\\n  > /b",
  "RUN echo 'x \\\ncopy y' > /q",
  "EXPOSE 80",
  "VOLUME /v",
  "STOPSIGNAL 9",
  'SHELL ["/bin/sh", "-c"]',
  "ARG run=1",
  "ADD app.py /x",
  'ENTRYPOINT ["run"]',
  "MAINTAINER run",
  "RUN run() { echo r > /r; }; run",
  "# run echo",
  "RUN\techo t > /t",
  "ENV A run",
  "RUN \\\n# copy\n  echo c > /d",
  "RUN cat > /e <<EOF\nfrom x\nEOF",
];

export const grammar: Grammar = {
  rule: "build/instruction-casing",
  commands: false,
  write: (dice) => {
    const cased = (text: string): string =>
      text.replace(/^[A-Za-z]+/, (word) =>
        dice.pick([
          word,
          word.toUpperCase(),
          word.toLowerCase(),
          `${word[0]?.toUpperCase()}${word.slice(1).toLowerCase()}`,
          word
            .split("")
            .map((letter) => (dice.chance(0.5) ? letter.toLowerCase() : letter.toUpperCase()))
            .join(""),
        ]),
      );
    const lines = [
      `FROM ${dice.pick(smallBases)} AS base`,
      ...Array.from({ length: dice.int(2, 6) }, () => dice.pick(instructions)),
      ...(dice.chance(0.3) ? ["FROM base", dice.pick(instructions)] : []),
    ];
    const text = `${dice.pick(["", "", "# escape=\\\n", "# comment\n", "ARG run=2\n"])}${lines.map(cased).join("\n")}\n`;
    return oneDockerfile(dice.chance(0.15) && !text.includes("<<") ? text.replaceAll("\n", "\r\n") : text, {
      "app.py": "x\n",
    });
  },
};
