import { maybe, smallBases, textCase } from "../../pieces/text-case.ts";
import type { Grammar } from "../../soak-case.ts";

export const exposeWords = [
  "8080/TCP",
  "5353/Udp",
  "9000/tcp",
  "80",
  "$PORT/TCP",
  "${PORT}/${P}",
  "$P",
  '"80/TCP"',
  "'81/UDP'",
  "8000-8002/TCP",
  '"8080"/TCP',
  '80/"TCP"',
  "${PORT:-80}/UDP",
  "80/TC\\P",
  "132/SCTP",
  "443/tcp",
  "\\\n  70/TCP",
  "$TCP/TCP",
  "80/$TCP",
  "00080/TCP",
  "80/TCP\\\n",
  "[::1]:53:53/UDP",
  "127.0.0.1:81:81/TCP",
];

export const grammar: Grammar = {
  rule: "build/expose-protocol-casing",
  commands: false,
  write: (dice) => {
    const expose = (): string =>
      `${dice.pick(["EXPOSE", "expose", "Expose", "EXPOSE", "EXPOSE"])} ${dice.sample(exposeWords, 1, 4).join(" ")}`;
    return textCase(dice, [
      `FROM ${dice.pick(smallBases)} AS base`,
      "ENV PORT=8081 P=90/UDP TCP=tcp",
      ...maybe(dice, 0.2, `ONBUILD ${expose()}`),
      expose(),
      ...maybe(dice, 0.4, expose()),
      ...maybe(dice, 0.2, "COPY <<EOF /x\nEXPOSE 1/TCP\nEOF"),
      ...maybe(dice, 0.3, "FROM base", expose()),
    ]);
  },
};
