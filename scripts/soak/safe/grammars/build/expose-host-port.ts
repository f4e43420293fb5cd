import { maybe, smallBases, textCase } from "../../pieces/text-case.ts";
import type { Grammar } from "../../soak-case.ts";

const words = [
  "8080:80",
  "127.0.0.1:80:8080",
  "9000:9000",
  "[::1]:53:53/udp",
  "0.0.0.0::81",
  "127.0.0.1::82/udp",
  "80-81:90-91",
  "8000-8001:9000",
  "$HOST:80",
  "$PORT:80",
  "${PORT}:${PORT}",
  '"8080:80"',
  "'8081:81'",
  "80",
  "443/tcp",
  ":83",
  "84:",
  "::1:85:85",
  "8080:80/TCP",
  "localhost:80:80",
  "$PAIR",
  "${PAIR:-1:2}",
  "80:$PORT/udp",
  '8086:"86"',
  "87\\:87",
  "1:2:3:4",
  "[::]:88:88",
  "89:89/sctp",
  "\\\n 70:71",
  "0:80",
  "99999:80",
];

export const grammar: Grammar = {
  rule: "build/expose-host-port",
  commands: false,
  write: (dice) => {
    const expose = (): string => `${dice.pick(["EXPOSE", "expose", "EXPOSE"])} ${dice.sample(words, 1, 4).join(" ")}`;
    return textCase(dice, [
      `FROM ${dice.pick(smallBases)} AS base`,
      "ENV HOST=127.0.0.1:8082 PORT=8083 PAIR=91:92",
      ...maybe(dice, 0.2, `ONBUILD ${expose()}`),
      expose(),
      ...maybe(dice, 0.3, expose()),
      ...maybe(dice, 0.3, "FROM base", expose()),
      ...maybe(dice, 0.2, "COPY <<EOF /x\nEXPOSE 1:1\nEOF"),
    ]);
  },
};
