// One secret in each place of `secretPlaces`, each in a folder of its own, and every output searched for all of them.
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dockerSave } from "./images/archive.ts";
import { cli, folderOf } from "./cli/run-cli.ts";
import { editor } from "./lsp-client.ts";
import { agent } from "./mcp-client.ts";
import { notKnown } from "./secrets/not-known.ts";
import { callsOfImages, callsOfTexts, type Call } from "./secrets/outputs.ts";
import { planted, secretPlaces } from "./secrets/places.ts";

/** Each place has a value of its own, which looks as drawn as `marker`. */
const valueOf = (index: number): string => `Zq7mR${String(index).padStart(3, "0")}kVw9x`;
const places = secretPlaces.map((place, index) => ({
  ...planted(place, valueOf(index), `p${String(index).padStart(3, "0")}/`),
  index,
}));
const texts = places.filter(({ kind }) => kind !== "image");
const files = Object.fromEntries(texts.flatMap((one) => Object.entries(one.files)));

/** Names of the places whose secret stands in a text. */
function leaksIn(text: string): readonly string[] {
  const found = new Set([...text.matchAll(/zq7mr(\d{3})kvw9x/gi)].map(([, index]) => Number(index)));
  return places.filter(({ index }) => found.has(index)).map(({ name }) => name);
}

const known = (names: readonly string[]): readonly string[] => names.filter((name) => !notKnown.has(name));

let folder: Awaited<ReturnType<typeof folderOf>>;
let archive = "";
beforeAll(async () => {
  folder = await folderOf(files);
  const images = places.filter(({ kind }) => kind === "image");
  const config: Record<string, unknown> = {};
  for (const one of images)
    for (const [key, value] of Object.entries(one.config ?? {}))
      config[key] = Array.isArray(value)
        ? [...((config[key] as unknown[] | undefined) ?? []), ...(value as unknown[])]
        : { ...(config[key] as object | undefined), ...(value as object) };
  const history = images.flatMap(({ history: created_by }) =>
    created_by === undefined ? [] : [{ created_by, empty_layer: true }],
  );
  archive = join(folder.path, "image.tar");
  const layers = [[{ path: "bin/", type: "dir" as const }]];
  await writeFile(archive, dockerSave({ layers, config, history: [{ created_by: "COPY / /" }, ...history] as never }));
});
afterAll(() => folder[Symbol.asyncDispose]());

it("the places are many, and all their files hold their value", () => {
  expect(places.length).toBeGreaterThan(120);
  for (const { kind, files: own, index, name } of texts)
    expect(`${kind} ${Object.values(own).join("\n")}`, name).toContain(valueOf(index));
});

/** All that a call prints and writes. */
async function saidBy({ args, formats }: Call, target: string): Promise<string> {
  const outputs = formats.flatMap((name) => ["--output", `${name}=out-${name}`]);
  const { stdout, stderr, code } = await cli([...args, ...outputs, target], { cwd: folder.path });
  expect(code).toBeLessThan(3);
  const written = await Promise.all(
    formats.map(async (name) => {
      const path = join(folder.path, `out-${name}`);
      // Some need advisories, which are not here.
      const text = await readFile(path, "utf8").catch(() => "");
      await rm(path, { force: true });
      return text;
    }),
  );
  return [stdout, stderr, ...written].join("\n");
}

describe("of texts", () => {
  it.each(callsOfTexts.map((call) => [call.args.join(" "), call] as const))(
    "%s",
    async (_, call) => {
      const said = await saidBy(call, ".");
      expect(said.length).toBeGreaterThan(5_000);
      expect(known(leaksIn(said))).toEqual([]);
    },
    120_000,
  );

  it("each place alone, by its name and on stdin", async () => {
    for (const { files: own, kind, name } of texts.filter((_, at) => at % 12 === 0)) {
      const [path = ""] = Object.keys(own);
      const said = [await cli(["check", "--bases", "none", "--shellcheck", "none", path], { cwd: folder.path })];
      if (kind === "dockerfile") said.push(await cli(["fix", "--progress", "none", path], { cwd: folder.path }));
      if (notKnown.has(name)) continue;
      expect(leaksIn(said.map(({ stdout, stderr }) => stdout + stderr).join("\n")), name).toEqual([]);
    }
  }, 300_000);

  it("a report that is opened, and accepted findings", async () => {
    const options = { cwd: folder.path };
    await cli(
      ["check", "--bases", "none", "--shellcheck", "none", "--format", "json", "--output", "report.json", "."],
      options,
    );
    await cli(["view", "report.json", "--output", "report.html"], options);
    await cli(["baseline", "--bases", "none", "--output", "accepted.json", "."], options);
    const overview = await cli([], options);
    const pages = await Promise.all(
      ["report.json", "report.html"].map((name) => readFile(join(folder.path, name), "utf8")),
    );
    const accepted = await readFile(join(folder.path, "accepted.json"), "utf8").catch(() => "");
    expect(known(leaksIn([...pages, accepted, overview.stdout, overview.stderr].join("\n")))).toEqual([]);
  }, 120_000);
});

it.each(callsOfImages.map((call) => [call.args.join(" "), call] as const))(
  "of an image: %s",
  async (_, call) => {
    const said = await saidBy(call, "image.tar");
    expect(said.length).toBeGreaterThan(5_000);
    expect(known(leaksIn(said))).toEqual([]);
  },
  60_000,
);

it("of a container that docker inspect printed", async () => {
  const record = JSON.parse(
    await readFile(join(import.meta.dirname, "container-records/docker-26.1.5.json"), "utf8"),
  ) as { containers: Record<string, unknown>[] };
  const images = places.filter(({ kind, config }) => kind === "image" && config !== undefined);
  const containers = images.map(({ config = {} }) => {
    const [first = {}] = record.containers;
    return { ...first, Config: { ...(first["Config"] as object), ...config } };
  });
  await writeFile(join(folder.path, "inspect.json"), JSON.stringify(containers));
  for (const format of ["terminal", "json", "sarif", "html"]) {
    const { stdout, stderr } = await cli(["check", "--format", format, "--all", "inspect.json"], { cwd: folder.path });
    expect(stdout.length).toBeGreaterThan(100);
    expect(known(leaksIn(stdout + stderr))).toEqual([]);
  }
}, 60_000);

it("to an editor", async () => {
  const session = await editor(files);
  const said: unknown[] = [];
  for (const { files: own } of texts.filter((_, at) => at % 3 === 0)) {
    const [path = "", text = ""] = Object.entries(own)[0] ?? [];
    await session.open(path, text, path.endsWith("Dockerfile") ? "dockerfile" : "yaml");
    said.push(await session.of(path, 1));
    // Edits of an editor are exact, what they are called is not.
    said.push((await session.actions(path)).map(({ title, diagnostics }) => [title, diagnostics]));
    for (const line of [1, 2, 3, 4, 5, 6]) said.push(await session.hover(path, line, 4));
  }
  expect(JSON.stringify(said).length).toBeGreaterThan(10_000);
  expect(known(leaksIn(JSON.stringify(said)))).toEqual([]);
}, 120_000);

it("to an agent", async () => {
  const { call } = await agent(files);
  const said: string[] = [];
  for (const page of [1, 2]) said.push((await call("check", { paths: ["."], page })).text);
  said.push((await call("plan", { paths: ["."] })).text);
  expect(said.join("\n").length).toBeGreaterThan(2_000);
  expect(known(leaksIn(said.join("\n")))).toEqual([]);
}, 300_000);
