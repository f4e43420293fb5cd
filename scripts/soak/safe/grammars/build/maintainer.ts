import { maybe, smallBases, textCase } from "../../pieces/text-case.ts";
import type { Grammar } from "../../soak-case.ts";

const names = [
  "Jo",
  "Jo Doe <jo@example.com>",
  '"Jo Doe"',
  "'Jo Doe'",
  "Jo $NAME",
  "Jo \\$x",
  'Jo "the one" Doe',
  "Jo \\\n  Doe",
  "  Jo  ",
  "Jö <jö@example.com>",
  "Jo # no comment",
  '"',
  "Jo\\",
  "$NAME",
  "${NAME:-Jo}",
  'a="b" c',
  '["Jo"]',
  "Jo\tDoe",
  "`Jo`",
  "<<EOF",
];
const key = "org.opencontainers.image.authors";
const labels = [
  `LABEL ${key}=Team`,
  `LABEL "${key}"=Team`,
  `LABEL ${key} Team`,
  `LABEL '${key}'='Team'`,
  "LABEL org.opencontainers.image.\\\nauthors=Team",
  'LABEL org.opencontainers."image".authors=Team',
  "LABEL org.opencontainers.image\\.authors=Team",
  "LABEL org.opencontainers.image.${X}s=Team",
  "LABEL $K.authors=Team",
  "LABEL a=b \\\n  # why\n  org.opencontainers.image.authors=Team",
  "LABEL a=b org.opencontainers.image.authors=Team c=d",
  "label org.opencontainers.image.authors=Team",
  "LABEL ORG.opencontainers.image.authors=Team",
  "LABEL maintainer=Team",
  "LABEL org.opencontainers.image.author=Team",
  "LABEL org.opencontainers.image.title=authors",
  `ONBUILD LABEL ${key}=Team`,
  "LABEL ${K}${S}=Team",
  'LABEL "org.opencontainers.image\\\n.authors"=Team',
  "LABEL org.opencontainers.image.authors",
  `LABEL ${key}=`,
  'LABEL o"rg.opencontainers.image.author"s=Team',
  "LABEL org.opencontainers.image.authors\\ =Team",
  "LABEL ${K:-org.opencontainers.image.authors}=Team",
];

export const grammar: Grammar = {
  rule: "build/maintainer",
  commands: false,
  write: (dice) => {
    const before = [
      ...maybe(dice, 0.4, "ARG K=org.opencontainers.image"),
      ...maybe(dice, 0.4, "ENV X=author S=.authors"),
      ...maybe(dice, 0.3, "ENV NAME=Jane"),
      ...maybe(dice, 0.4, dice.pick(labels)),
    ];
    const after = [
      ...maybe(dice, 0.3, dice.pick(labels)),
      ...maybe(dice, 0.15, `MAINTAINER ${dice.pick(names)}`),
      ...maybe(dice, 0.2, "RUN date > /dev/null"),
    ];
    const child = maybe(
      dice,
      0.25,
      "FROM base",
      ...maybe(dice, 0.5, dice.pick(labels)),
      ...maybe(dice, 0.2, `MAINTAINER ${dice.pick(names)}`),
    );
    return textCase(dice, [
      `FROM ${dice.pick(smallBases)} AS base`,
      ...before,
      `${dice.pick(["MAINTAINER", "MAINTAINER", "maintainer", "Maintainer"])} ${dice.pick(names)}`,
      ...after,
      ...child,
    ]);
  },
};
