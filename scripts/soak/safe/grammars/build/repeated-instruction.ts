import type { Dice } from "../../dice.ts";
import { smallBases, textCase, withTargets } from "../../pieces/text-case.ts";
import type { Grammar } from "../../soak-case.ts";

const starts = [
  'CMD ["echo", "a"]',
  "CMD echo b",
  'CMD ["echo", "c"]',
  "CMD []",
  "CMD",
  "cmd echo d",
  'ENTRYPOINT ["echo", "e"]',
  "ENTRYPOINT echo f",
  "ENTRYPOINT []",
  "HEALTHCHECK NONE",
  "HEALTHCHECK CMD true",
  "HEALTHCHECK --interval=9s CMD false",
  'HEALTHCHECK CMD ["true"]',
  "CMD echo \\\n  g",
  "CMD echo \\\n# CMD echo comment\n  h",
  "CMD <<EOF\necho i\nEOF",
  'CMD echo "$A"',
  "ENTRYPOINT <<EOF\necho j\nEOF",
  "CMD echo k # l",
  "HEALTHCHECK --retries=$R CMD true",
  'CMD ["echo", "m"] ',
  "CMD ['echo', 'n']",
  "HEALTHCHECK none",
  'ENTRYPOINT ["sh", "-c"]',
];
const between = [
  "",
  "",
  "# a comment",
  "ENV A=1",
  "ARG R=2",
  'SHELL ["/bin/busybox", "sh", "-c"]',
  "RUN echo x > /x",
  "USER 1000",
  "WORKDIR /srv",
  "ONBUILD CMD echo onbuild",
  'ONBUILD ENTRYPOINT ["echo"]',
  "STOPSIGNAL 9",
  "# hullproof ignore build/repeated-instruction: on purpose",
  "# escape=`",
  "LABEL CMD=x",
  "COPY <<EOF /t\nCMD x\nEOF",
  "RUN echo \\\nCMD",
  "VOLUME /v",
  "COPY app.py /",
  "EXPOSE 80",
];

function some(dice: Dice): string[] {
  return Array.from({ length: dice.int(2, 4) }, () => [dice.pick(starts), dice.pick(between)])
    .flat()
    .filter((line) => line !== "");
}

export const grammar: Grammar = {
  rule: "build/repeated-instruction",
  commands: false,
  write: (dice) => {
    const kind = dice.pick(["CMD", "ENTRYPOINT", "HEALTHCHECK"]);
    const pair = dice.sample(
      starts.filter((line) => line.startsWith(kind)),
      2,
      2,
    );
    const child = dice.chance(0.4)
      ? [`FROM ${dice.pick(["base", "0", "busybox:1.37"])}${dice.chance(0.3) ? " AS last" : ""}`, ...some(dice)]
      : [];
    const made = textCase(
      dice,
      [
        `FROM ${dice.pick([...smallBases, "node:24-slim", "team/base:1"])} AS base`,
        dice.pick(between),
        pair[0] ?? "",
        dice.pick(between),
        pair[1] ?? "",
        ...some(dice).slice(0, dice.int(0, 4)),
        ...child,
      ].filter((line) => line !== ""),
    );
    return child.length > 0 ? withTargets(made, ["base"]) : made;
  },
};
