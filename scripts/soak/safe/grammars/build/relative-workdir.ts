import { maybe, smallBases, textCase } from "../../pieces/text-case.ts";
import type { Build, Grammar, SoakCase } from "../../soak-case.ts";

const relative = [
  "data",
  "web/client",
  "..",
  ".",
  "./x",
  "../y",
  "a b",
  '"q"',
  "'r'",
  "$D",
  "${D}/z",
  "${N:-n}",
  "x/../y",
  "...",
  "~",
  "-p",
  "x/",
  "a\\ b",
  "\\x",
  "C:\\x",
  "$N",
  "$N/a",
  "x//y",
  "${D:+d}",
  "d # c",
  "#x",
  '["j"]',
  "%x%",
];
const absolute = [
  "/app",
  "/srv/a",
  "/",
  "/link",
  "/a b",
  '"/app"',
  "$A",
  "${A}/b",
  "//x",
  "/app/../srv",
  "/app/",
  "C:/x",
  "/${N}x",
];
const between = [
  "RUN touch here",
  "RUN cd /tmp && touch there",
  "COPY app.py .",
  "ENV D=changed",
  "USER 1000",
  "RUN pwd > /pwd",
  "RUN ln -s /srv /link || true",
  "RUN rm -rf /app",
  "ONBUILD WORKDIR /onbuild",
  "VOLUME /app",
  'SHELL ["/bin/sh", "-ec"]',
  "RUN mkdir -p /real && ln -sfn /real /app2",
  "ARG A=/arg",
  "CMD pwd",
  "ENV PWD=/odd",
  "RUN rmdir /srv/a; ln -s /etc /srv/a || true",
];

export const grammar: Grammar = {
  rule: "build/relative-workdir",
  commands: false,
  write: (dice) => {
    const bases = [...smallBases, "scratch", "team/base:1", "node:24-slim"];
    const base = dice.pick(bases);
    const fill = (): readonly string[] =>
      base === "scratch" ? ["COPY app.py ."] : maybe(dice, 0.5, dice.pick(between));
    const first = [
      `FROM ${base} AS Base`,
      ...maybe(dice, 0.5, "ENV D=dir A=/abs"),
      ...maybe(dice, 0.75, `WORKDIR ${dice.pick(absolute)}`),
      ...fill(),
      `WORKDIR ${dice.pick(relative)}`,
      ...fill(),
      ...maybe(dice, 0.3, `workdir ${dice.pick(relative)}`, ...fill()),
    ];
    const child = maybe(
      dice,
      0.4,
      `FROM base${dice.chance(0.3) ? " AS two" : ""}`,
      ...fill(),
      `WORKDIR ${dice.pick(relative)}`,
      ...fill(),
    );
    const made = textCase(dice, [...first, ...child]);
    return child.length > 0 && dice.chance(0.5) ? replaced(made, dice.pick(["base", "Base", "BASE"])) : made;
  },
};

/** A named context of Compose or bake takes the place of the stage: another image, with another folder. */
function replaced(made: SoakCase, name: string): SoakCase {
  const other: Build = { name: "other", dockerfile: "other/Dockerfile", context: "other" };
  const main: Build = { name: "main", dockerfile: "Dockerfile", context: ".", contexts: { [name]: "other" } };
  return {
    files: {
      ...made.files,
      "other/Dockerfile": "FROM busybox:1.37\nWORKDIR /elsewhere\n",
      "compose.yaml": `services:\n  other:\n    build: other\n  app:\n    build:\n      context: .\n      additional_contexts:\n        ${name}: service:other\n`,
    },
    builds: [other, main],
  };
}
