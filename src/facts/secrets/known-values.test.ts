import { describe, expect, it } from "vitest";
import { dockerfileFact } from "../dockerfile/stages.ts";
import { parseDockerfile } from "../../formats/dockerfile/parse.ts";
import { valueMask } from "../../secrets/mask-values.ts";
import { buildValues } from "./build-values.ts";
import { fileValues, imageValues } from "./known-values.ts";

describe("imageValues", () => {
  it.each([
    ["API_TOKEN=tr0ub4dor", true],
    ["DB_PASS=tr0ub4dor", true],
    ["DATABASE_URL=postgres://app:tr0ub4dor9x@db/shop", true],
    ["STRIPE=sk_live_mRk33Zq7Vw9xTb7Kb7K1b7K9", true],
    ["PYTHON_VERSION=3.12.4", false],
    ["PATH=/usr/local/bin:/usr/bin", false],
    ["GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D", false],
    ["PASSWORD_FILE=/run/secrets/db", false],
    ["PUBLIC_NAME=tr0ub4dor", false],
    ["=x", false],
  ])("of %s: %s", (setting, isSecret) => expect(imageValues([setting])).toHaveLength(isSecret ? 1 : 0));
});

describe("what a file holds", () => {
  const secret = "tr0ub4dor-9x";
  it.each([
    ["one line", `${secret}\n`],
    ["no line feed", secret],
    ["a setting", `api_key = ${secret}\n`],
    ["one of many settings", `port = 8080\napi_key=${secret}\nmode: debug\n`],
    ["a setting in quotes", `export API_KEY='${secret}'\n`],
    ["YAML", `db:\n  password: "${secret}"\n`],
    ["JSON", `{ "port": 80, "db": { "password": "${secret}" } }`],
    ["JSON in lines", `{\n  "password": "${secret}",\n  "port": 80\n}\n`],
    ["words of a directive", `port 6379\nrequirepass ${secret}\n`],
    ["an address", `url=postgres://app:${secret}@db/app\n`],
    ["a login", `app:${secret}\n`],
    ["lines of Windows", `a: 1\r\npassword: ${secret}\r\n`],
    ["a key", `-----BEGIN KEY-----\n${secret}${secret}\n-----END KEY-----\n`],
  ])("is hidden: %s", (_, text) => {
    const { text: mask } = valueMask(fileValues("conf", text));
    for (const said of [text, ...text.split("\n"), `read ${text.includes("BEGIN") ? secret + secret : secret}.`])
      expect(mask(said)).not.toContain(secret);
  });

  it.each(["port = 8080\nmode = debug\n", "", "true\n", "worker: 4\n"])("is none: %j", (text) => {
    const { text: mask } = valueMask(fileValues("conf", text));
    for (const said of ["port 8080 is open", "worker 4", "mode = debug", "it is true"]) expect(mask(said)).toBe(said);
  });
});

describe("buildValues", () => {
  const values = (text: string, args = {}) =>
    buildValues(dockerfileFact(parseDockerfile("Dockerfile", text)), args).map(({ value }) => value);

  it.each([
    ["FROM a\nARG API_TOKEN=tr0ub4dor\n", ["tr0ub4dor"]],
    ["ARG API_TOKEN=tr0ub4dor\nFROM a\n", ["tr0ub4dor"]],
    ['FROM a\nENV DB_PASSWORD="tr0ub4dor" PORT=80\n', ["tr0ub4dor"]],
    ["FROM a\nENV DB_PASSWORD tr0ub4dor x\n", ["tr0ub4dor x"]],
    ["FROM a\nRUN web --db-password=tr0ub4dor\n", ["tr0ub4dor"]],
    ["FROM a\nRUN API_TOKEN=tr0ub4dor9 web\n", []],
    ["FROM a\nARG API_TOKEN\nRUN web --token $API_TOKEN\n", []],
  ])("of %j", (text, expected) => expect(values(text)).toEqual(expect.arrayContaining(expected)));

  it("has arguments, unless they are harmless", () =>
    expect(values("FROM a\n", { TOKEN: "tr0ub4dor", PORT: "8080", LABEL: "shop-9x" })).toEqual([
      "tr0ub4dor",
      "shop-9x",
    ]));
});
