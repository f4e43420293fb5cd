import { maybe, smallBases, textCase } from "../../pieces/text-case.ts";
import type { Grammar } from "../../soak-case.ts";

export const grammar: Grammar = {
  rule: "build/from-as-casing",
  commands: false,
  write: (dice) => {
    const from = (base: string, name: string): string =>
      dice.pick([
        `FROM ${base} as ${name}`,
        `FROM ${base} as ${name}`,
        `from ${base} AS ${name}`,
        `FROM ${base} As ${name}`,
        `FROM\t${base}\tas\t${name}`,
        `FROM ${base} \\\n  as ${name}`,
        `FROM ${base} as \\\n  ${name}`,
        `FROM --platform=linux/amd64 ${base} as ${name}`,
        `FROM ${base} AS ${name}`,
        `From ${base} aS ${name}`,
        `FROM ${base} \\\n# as a comment\n as ${name}`,
        `FROM ${base}   as   ${name}  `,
        `FROM "${base}" as ${name}`,
      ]);
    const base = dice.pick([...smallBases, "${BASE}", "$BASE"]);
    const name = dice.pick(["build", "as", "Build", "a-s", "run", "from"]);
    const uses = dice.pick([
      `COPY --from=${name} /etc/passwd /as`,
      `RUN --mount=from=${name},target=/m ls /m > /as`,
      "RUN echo as > /as",
      "COPY <<EOF /text\nFROM x as y\nEOF",
      `FROM ${name} as last`,
      `FROM ${name}`,
      "RUN <<EOF\n# FROM x as y\necho as > /as\nEOF",
      `ONBUILD COPY --from=${name} /etc/passwd /as`,
      "LABEL a=as",
      "FROM busybox:1.37 as as",
    ]);
    return textCase(dice, [
      ...maybe(dice, 0.99, "ARG BASE=busybox:1.37"),
      from(base, name),
      "RUN echo x > /x",
      ...maybe(dice, 0.6, from(dice.pick([...smallBases, name]), "second")),
      uses,
      ...maybe(dice, 0.3, from(name, "third"), "RUN echo y > /y"),
    ]);
  },
};
