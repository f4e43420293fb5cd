import { describe, expect, it } from "vitest";
import { day, of } from "../../../test/check/checked-text.ts";
import { emptyConfig } from "../../domain/settings/config.ts";
import { parseFact } from "../../facts/secrets/parse-fact.ts";
import { withSlimStages } from "../../facts/slim/slim-stages.ts";
import { imageConfigLines } from "../../facts/slim/image-config-lines.ts";
import { checkDockerfile } from "../../pipeline/judge/check-text.ts";
import { parseConfig } from "../../sources/image/archive/config.ts";

const bases = (env: Readonly<Record<string, string>>) => ({
  of: ({ text }: { readonly text: string }) =>
    text === "own/python:3"
      ? {
          reference: text,
          user: "",
          env,
          workdir: "",
          platform: "linux/amd64",
          hasHealthcheck: false,
          exposesPort: false,
          entrypoint: [],
        }
      : undefined,
});
const messages = (text: string, env: Readonly<Record<string, string>>) =>
  of(checkDockerfile("Dockerfile", text, emptyConfig, day, { bases: bases(env) }), "base-image/outdated-env").map(
    ({ message }) => message,
  );
const copied = (app: string, env: string, from = "app") =>
  `FROM own/python:3 AS app\n${app}RUN make\nFROM scratch\nCOPY --from=${from} / /\n${env}`;

describe("base-image/outdated-env", () => {
  it("finds nothing in what harden --slim has just written, whatever the values", () => {
    const env = { PATH: "/usr/bin", QUOTED: 'a "b" $c \\d', EMPTY: "" };
    const pairs = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    const written = { architecture: "amd64", os: "linux", rootfs: { diff_ids: [] }, config: { Env: pairs } };
    const config = imageConfigLines(parseConfig(new TextEncoder().encode(JSON.stringify(written)), "x"));
    if ("refused" in config) throw new Error(config.refused);
    const parts = { packages: ["tar"], folders: [], config: config.lines, compiled: false, leftovers: [] };
    const staged = withSlimStages(parseFact("Dockerfile", "FROM own/python:3\nRUN make\n"), parts, undefined);
    if ("refused" in staged) throw new Error(staged.refused);
    expect(messages(staged.text, env)).toEqual([]);
    expect(messages(staged.text, { ...env, PATH: "/bin" })).toEqual([
      "`PATH` differs from the image that this stage copies",
    ]);
  });

  it("finds what a newer base sets", () => {
    expect(messages(copied("", 'ENV A=1 B="x"\n'), { A: "1", B: "y" })).toHaveLength(1);
  });

  it.each([
    ["a variable of the stages between", copied("ENV A=2\n", "ENV A=2\n"), { A: "1" }],
    ["a variable that the base does not set", copied("", "ENV B=1\n"), { A: "1" }],
    ["an image that is copied, and no stage", copied("", "ENV A=2\n", "own/other:1"), { A: "1" }],
    [
      "a stage that copies a folder",
      "FROM own/python:3 AS app\nFROM scratch\nCOPY --from=app /a /\nENV A=2\n",
      { A: "1" },
    ],
    [
      "a stage that inherits",
      "FROM own/python:3 AS app\nFROM own/python:3\nCOPY --from=app / /\nENV A=2\n",
      { A: "1" },
    ],
    [
      "a base that nobody looked at",
      "FROM own/new AS app\nRUN x\nFROM scratch\nCOPY --from=app / /\nENV A=2\n",
      { A: "1" },
    ],
  ])("finds nothing in %s", (_, text, env) => {
    expect(messages(text, env)).toEqual([]);
  });
});
