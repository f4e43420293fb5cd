import { maybe, smallBases, textCase, withTargets } from "../../pieces/text-case.ts";
import type { Build, Grammar } from "../../soak-case.ts";

const uses = (name: string): readonly string[] => [
  `COPY --from=${name} /made /taken`,
  `COPY --chown=1:1 --from=${name} /made /taken`,
  `COPY --from="${name}" /made /taken`,
  `COPY --from=$S /made /taken`,
  `COPY --from=\${S:-${name}} /made /taken`,
  `FROM ${name}`,
  `FROM ${name} AS Next`,
  `FROM \${S}`,
  `ONBUILD COPY --from=${name} /made /taken`,
  `RUN --mount=from=${name},target=/m cp /m/made /taken`,
  `RUN --mount=type=bind,source=/a-from=${name},target=/o,from=${name} ls /o > /taken`,
  `RUN --mount=type=bind,from=${name},source=/,target=/from=${name} ls /from=${name}/made > /taken`,
  `RUN --mount=type=cache,id=x-from=${name},target=/c echo x > /c/y`,
  `RUN --mount=type=bind,target=/o,from=${name},source=/a-from=${name} ls /o > /taken`,
  `RUN --mount=type=bind,from="${name}",target=/m ls /m > /taken`,
  `RUN --mount=target=/m,"from=${name}" ls /m > /taken`,
  `RUN --mount=type=bind,FROM=${name},target=/m ls /m > /taken`,
  `RUN --mount=type=bind,from=${name},target=/m --mount=type=tmpfs,target=/t ls /m > /taken`,
  `RUN echo --from=${name} FROM ${name} > /text`,
  `RUN echo ',from=${name}' '-from=${name}' > /text`,
  `ENV N=${name}`,
  `LABEL from=${name}`,
  `COPY <<EOF /heredoc\nCOPY --from=${name} /a /b\nFROM ${name}\nEOF`,
  `RUN <<EOF\necho "--mount=from=${name},x" > /text\nEOF`,
  `# COPY --from=${name} /a /b`,
  `COPY \\\n  --from=${name} \\\n  /made /taken`,
  `WORKDIR /-from=${name}`,
  `RUN --mount=type=secret,id=-from=${name},required=false ls / > /dev/null`,
  `COPY --from=${name} /made /a,from=${name}`,
  `ARG S2=${name}`,
  `CMD ["echo", "--from=${name}"]`,
  `RUN true --mount=type=bind,from=${name}`,
  `RUN mkdir -p /x/,from=${name} && ls /x > /taken`,
];

export const grammar: Grammar = {
  rule: "build/stage-name-casing",
  commands: false,
  write: (dice) => {
    const name = dice.pick(["Builder", "BUILD", "appImage", "App-1", "Base", "A"]);
    const spelled = (): string => dice.pick([name, name, name, name.toLowerCase(), name.toUpperCase()]);
    const some = Array.from({ length: dice.int(1, 3) }, () => dice.pick(uses(spelled())));
    const lines = [
      `ARG S=${name}`,
      `FROM ${dice.pick(smallBases)} AS ${name}`,
      `RUN echo made > /made && mkdir "/a-from=${name}" "/a-from=${name.toLowerCase()}" && touch "/a-from=${name}/upper" "/a-from=${name.toLowerCase()}/lower"`,
      ...maybe(dice, 0.3, `FROM ${dice.pick(smallBases)} AS ${dice.pick([name.toLowerCase(), "Other"])}`),
      `FROM ${dice.pick(smallBases)}`,
      `ARG S=${name}`,
      ...some,
    ];
    const made = textCase(dice, lines);
    if (dice.chance(0.2)) return withTargets(made, [spelled()]);
    if (dice.chance(0.8)) return made;
    // A named context takes the place of the stage, or of the image whose name it has.
    const key = spelled();
    const main: Build = { name: "main", dockerfile: "Dockerfile", context: ".", contexts: { [key]: "./other" } };
    const compose = `services:\n  a:\n    build:\n      context: .\n      additional_contexts:\n        ${key}: ./other\n`;
    return { files: { ...made.files, "other/made": "of the context\n", "compose.yaml": compose }, builds: [main] };
  },
};
