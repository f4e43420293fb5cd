import { maybe, smallBases, textCase, withTargets } from "../../pieces/text-case.ts";
import type { Grammar } from "../../soak-case.ts";

const uses = [
  "COPY --from=0 /made /taken",
  "COPY --from=00 /made /taken",
  "COPY --from=1 /made /taken",
  "COPY --from=0 --chown=1 /made /taken",
  "COPY --chown=1 --from=0 /made /taken",
  "COPY --from=$N /made /taken",
  'COPY --from="0" /made /taken',
  "COPY --from=+0 /made /taken",
  "ADD app.py /x",
  "RUN --mount=from=0,target=/m cp /m/made /taken",
  "RUN --mount=type=bind,from=0,source=/made,target=/m cat /m > /taken",
  "RUN --mount=type=bind,source=/from=0,target=/o,from=0 ls /o > /taken || true",
  "RUN --mount=type=cache,from=0,source=/folder,target=/c ls /c > /taken",
  "ONBUILD COPY --from=0 /made /taken",
  "copy --from=0 /made /taken",
  "COPY \\\n  --from=0 \\\n  /made /taken",
  "RUN echo COPY --from=0 > /text",
  "COPY --from=2 /made /taken",
  "COPY <<EOF /heredoc\nCOPY --from=0 /made /taken\nEOF",
  "RUN <<EOF\necho --from=0 /made > /x\nEOF",
  'COPY --from=0 ["/made", "/taken"]',
  "COPY --from=01 /made /taken",
  "COPY --from=-1 /made /taken",
];
const name = ["build", "Build", "a-0", "deps", "one.two", "last"];

export const grammar: Grammar = {
  rule: "build/stage-by-number",
  commands: false,
  write: (dice) => {
    const [one, other] = [dice.pick(name), dice.chance(0.3) ? "build" : dice.pick(name)];
    const as = (of: string): string => (dice.chance(0.85) ? ` ${dice.pick(["AS", "as"])} ${of}` : "");
    const stage = (of: string, number: number): string[] => [
      `FROM ${dice.pick(smallBases)}${as(of)}`,
      `RUN mkdir /folder && echo ${number} > /made && echo ${number} > /folder/x`,
    ];
    const lines = [
      ...maybe(dice, 0.3, "ARG N=0"),
      ...stage(one, 0),
      ...maybe(dice, 0.6, ...stage(other, 1)),
      `FROM ${dice.chance(0.3) ? one : dice.pick(smallBases)}${dice.chance(0.4) ? as(dice.pick([one, "last"])) : ""}`,
      ...maybe(dice, 0.3, "ARG N=0"),
      dice.pick(uses),
      ...maybe(dice, 0.4, dice.pick(uses).replaceAll("/taken", "/second")),
    ];
    const more = maybe(
      dice,
      0.25,
      `FROM ${dice.pick(smallBases)} AS ${dice.pick(["build", "deps", "end"])}`,
      dice.pick(uses),
    );
    const made = textCase(dice, [...lines, ...more]);
    return dice.chance(0.2) ? withTargets(made, [one.toLowerCase()]) : made;
  },
};
