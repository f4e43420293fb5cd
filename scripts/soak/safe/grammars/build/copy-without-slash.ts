import { maybe, smallBases, textCase } from "../../pieces/text-case.ts";
import type { Grammar } from "../../soak-case.ts";

const sources = [
  "a.json b.json",
  "*.json",
  "a.json folder",
  "folder other",
  "folder/*",
  "[ab].json",
  "a.json $S",
  "${S}",
  "a.jso? none*",
  "folder/a folder/b",
  "a.json a.json",
  ". folder",
  "--chown=1:1 a.json b.json",
  "--chmod=600 a.json b.json",
  "--link a.json b.json",
  "--from=base /one /two",
  "<<A <<B",
  "<<one",
  "a.json",
  '"a.json" b.json',
  "a.json \\\n  b.json",
  "my\\ file a.json",
  "--parents a.json b.json",
  "--exclude=a.json *.json",
];
const places = [
  "/app",
  "/srv/x",
  ".",
  "..",
  "app",
  "$D",
  "${D}",
  "/app/sub",
  "./",
  "/",
  "/file",
  "/link",
  "/dangling",
  '"/app"',
  "/etc",
  "/a\\ b",
  "/app/.",
  "/app/..",
  "/${NONE}app",
  "'/app'",
  "$NONE",
  "/loop",
];

export const grammar: Grammar = {
  rule: "build/copy-without-slash",
  commands: false,
  write: (dice) => {
    const copy = (): string => {
      const [source, place] = [dice.pick(sources), dice.pick(places)];
      const keyword = dice.pick(["COPY", "COPY", "ADD", "copy"]);
      if (source.startsWith("<<"))
        return source === "<<one" ? `COPY <<one ${place}\nx\none` : `COPY <<A <<B ${place}\na\nA\nb\nB`;
      if (dice.chance(0.15) && !source.includes("--"))
        return `${keyword} ${JSON.stringify([...source.split(/\s+/), place])}`;
      return `${keyword} ${source} ${place}`;
    };
    const files = {
      "a.json": "a\n",
      "b.json": "b\n",
      "folder/a": "fa\n",
      "folder/b": "fb\n",
      "other/c": "c\n",
      "my file": "m\n",
      ...(dice.chance(0.2) && { ".dockerignore": dice.pick(["b.json\n", "folder\n", "*\n!a.json\n", "**/*.json\n"]) }),
    };
    return textCase(
      dice,
      [
        `FROM ${dice.pick(smallBases)} AS base`,
        "RUN echo 1 > /one && echo 2 > /two && echo f > /file && mkdir -p /real && ln -s /real /link && ln -s /none /dangling && ln -s /loop /loop",
        "ENV D=/from/env S=b.json",
        ...maybe(dice, 0.3, dice.pick(["WORKDIR /w", "WORKDIR /real", "USER 1000", "VOLUME /app", "ARG D=/arg"])),
        copy(),
        ...maybe(dice, 0.3, copy()),
        ...maybe(dice, 0.2, "FROM base", copy()),
        ...maybe(dice, 0.15, `ONBUILD ${copy().split("\n")[0]}`),
      ],
      files,
    );
  },
};
