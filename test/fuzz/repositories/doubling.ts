import type { Trick } from "./repository.ts";
import { container, filledBy, list, many } from "./pieces.ts";

const doubled = (count: number, name: (at: number) => string, one: (at: number) => string): string =>
  list(count, (at) => `${name(at + 1)}${one(at)}`, "\n");
const dockerfile = (name: string, text: string): Trick => ({
  name: `doubling: ${name}`,
  make: ({ file, random }) => file("d.Dockerfile", text.replaceAll("40", `${random.pick([25, 40, 60])}`)),
});
const twice = (keyword: string, count = 40): string =>
  `${keyword} A0=x\n${doubled(
    count,
    (at) => `${keyword} A${at}=`,
    (at) => `$A${at}$A${at}`,
  )}\n`;
/** As long as a value may be, and used again and again. */
const longest = twice("ARG", 19);

/** Variables whose values grow with each line, in every language that is expanded. */
export const doubling: readonly Trick[] = [
  dockerfile("ARG", `FROM debian:13\n${twice("ARG")}RUN echo $A40\n`),
  dockerfile("ENV", `FROM debian:13\n${twice("ENV")}USER $A40\n`),
  dockerfile("ARG before FROM", `${twice("ARG")}FROM debian:$A40\nRUN a\n`),
  dockerfile(
    "defaults",
    `FROM debian:13\n${doubled(
      40,
      (at) => `ARG A${at}=`,
      (at) => `\${A${at}:-\${B${at}:-xx}}\${A${at}:-yy}`,
    )}\nUSER $A40\n`,
  ),
  dockerfile(
    "replacements",
    `FROM debian:13\nARG A0=xxxxxxxx\n${doubled(
      40,
      (at) => `ARG A${at}=`,
      (at) => `\${A${at}//x/xxxxxxxx}`,
    )}\nUSER $A40\n`,
  ),
  dockerfile("values of labels", `FROM debian:13\n${longest}${filledBy((at) => `LABEL l${at}=x$A19`, "\n")}\n`),
  dockerfile("values of values", `FROM debian:13\n${longest}${filledBy((at) => `ENV B${at}=x$A19`, "\n")}\n`),
  dockerfile(
    "uses",
    `FROM debian:13\n${longest}${filledBy((at) => `WORKDIR x$A19\nUSER ${at}$A19\nEXPOSE $A19\nVOLUME $A19`, "\n")}\n`,
  ),
  dockerfile("names of bases", `${longest}${filledBy((at) => `FROM x$A19 AS s${at}\nRUN x`, "\n")}\n`),
  dockerfile("heredocs", `FROM debian:13\n${longest}COPY <<E /a\n${filledBy(() => "$A19", " ")}\nE\n`),
  dockerfile(
    "variables of a RUN",
    `FROM debian:13\nRUN A0=x; ${list(40, (at) => `A${at + 1}=$A${at}$A${at}`, "; ")}; apt-get install -y $A40\n`,
  ),
  {
    name: "doubling: variables of a script",
    make: ({ file }) =>
      file(
        "run.sh",
        `A0=x\n${doubled(
          40,
          (at) => `A${at}=`,
          (at) => `$A${at}$A${at}`,
        )}\ndocker run -v $A40:/a img\n`,
      ),
  },
  {
    name: "doubling: variables of a makefile",
    make: ({ file }) =>
      file(
        "Makefile",
        `A0=x\n${doubled(
          40,
          (at) => `A${at}=`,
          (at) => `$(A${at})$(A${at})`,
        )}\nrun:\n\tdocker run -v $(A40):/a img\n`,
      ),
  },
  ...[40, 19].map((count): Trick => ({
    name: `doubling: ${count} variables of .env`,
    make: ({ file }) => {
      file(
        ".env",
        `A0=x\n${doubled(
          count,
          (at) => `A${at}=`,
          (at) => `\${A${at}}\${A${at}}`,
        )}\n`,
      );
      file(
        "compose.yaml",
        `services:\n  a:\n    image: a:1\n    environment:\n${filledBy((at) => `      B${at}: "x\${A${count}}"`, "\n")}\n`,
      );
    },
  })),
  ...[40, 19].map((count): Trick => ({
    name: `doubling: ${count} variables of a pod`,
    make: ({ file }) =>
      file(
        "pod.json",
        JSON.stringify({
          apiVersion: "v1",
          kind: "Pod",
          metadata: { name: "a" },
          spec: {
            containers: [
              container({
                env: [
                  { name: "A0", value: "x" },
                  ...many(count, (at) => ({ name: `A${at + 1}`, value: `$(A${at})$(A${at})` })),
                  ...many(8_000, (at) => ({ name: `B${at}`, value: `x$(A${count})` })),
                ],
              }),
            ],
          },
        }),
      ),
  })),
  {
    name: "doubling: services that extend each other",
    make: ({ file }) =>
      file(
        "compose.yaml",
        `services:\n  s0:\n    image: a:1\n${filledBy((at) => `  s${at + 1}:\n    extends: s${at}\n    cap_add: [C${at}]`, "\n")}\n`,
      ),
  },
  {
    name: "doubling: many services that extend a large one",
    make: ({ file }) =>
      file(
        "compose.yaml",
        `services:\n  s:\n    image: a:1\n    cap_add: [${list(2_000, (at) => `C${at}`)}]\n${filledBy((at) => `  s${at}:\n    extends: s`, "\n")}\n`,
      ),
  },
  {
    name: "doubling: aliases",
    make: ({ file, random }) =>
      file(
        "compose.yaml",
        `x-a0: &a0 [a, b, c, d, e, f]\n${doubled(
          random.pick([5, 9, 30]),
          (at) => `x-a${at}: &a${at} `,
          (at) => `[${list(9, () => `*a${at}`)}]`,
        )}\nservices:\n  a:\n    image: a:1\n    cap_add: *a5\n`,
      ),
  },
];
