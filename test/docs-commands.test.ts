// Every command that a page shows: run where that needs neither an engine nor a network nor a terminal, else taken by the parser of arguments. The names of the
// tests are the list of both.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildApp } from "../src/commands/app.ts";
import { runDocumented } from "../scripts/documented/run-documented.ts";
import { commandsIn, commandsOf, type DocumentedCommand } from "./docs/commands-in.ts";
import { prepareFolder } from "./docs/prepared-folder.ts";
import { images, whyOnlyParsed } from "./docs/why-only-parsed.ts";

const root = join(import.meta.dirname, "..");
const commands = commandsIn(root);
const variables = new Map([
  ["GITHUB_STEP_SUMMARY", "summary.md"],
  ["COMMIT", "0a1b2c3"],
]);
const ofHullproof = commands.flatMap((command) => {
  const [first, second] = command.words;
  const own =
    first === "hullproof" ? command.words.slice(1) : second === "hullproof" ? command.words.slice(2) : undefined;
  const args = own?.map((word) =>
    word.replaceAll(/\$([A-Z_]+)/g, (whole, name: string) => variables.get(name) ?? whole),
  );
  return args === undefined ? [] : [{ ...command, args, why: whyOnlyParsed(args) }];
});
const nameOf = ({ page, line, text }: DocumentedCommand) => `${page}:${line}: ${text}`;

/** In place of the work of a command, where it is only parsed. */
interface Loaded {
  loader: () => Promise<unknown>;
}
let isDry = false;
let parsed = 0;
const app = buildApp("0");
type Target = typeof app.root;
for (const open: Target[] = [app.root]; open.length > 0;) {
  const target = open.pop();
  if (target === undefined) break;
  if ("getAllEntries" in target) open.push(...target.getAllEntries().map((entry) => entry.target));
  else {
    const { loader } = target;
    (target as unknown as Loaded).loader = async () => (isDry ? () => void parsed++ : loader());
  }
}

let home: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "hullproof-docs-"));
  await prepareFolder(root, join(home, "project"));
});
afterAll(() => rmSync(home, { recursive: true }));

it("pages show commands, and most of those that need no engine are run", () => {
  expect(ofHullproof.length).toBeGreaterThan(150);
  expect(ofHullproof.filter(({ why }) => why === undefined).length).toBeGreaterThan(60);
});

it("a line is split as a shell would", () => {
  const [one, two] = commandsOf(
    "x.md",
    String.raw`    hullproof a 'b c' "d \"e\"" f\ g  --h is said of it && hullproof no` +
      "\n```\n$ npx hullproof x && hullproof y | z\n```\n",
  );
  expect(one?.words).toEqual(["hullproof", "a", "b c", 'd "e"', "f g"]);
  expect(two?.words).toEqual(["npx", "hullproof", "x"]);
  expect(commandsOf("x.md", "```\nhullproof: not a command\n```\nhullproof in a sentence\n")).toEqual([]);
});

it("`npm run` names scripts that are there", () => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: object };
  const named = commands.flatMap((command) =>
    command.words[0] === "npm" ? [[command.words[2] ?? "", nameOf(command)]] : [],
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(([script = ""]) => !Object.hasOwn(scripts, script))).toEqual([]);
});

describe.each([
  ...Map.groupBy(
    ofHullproof.filter(({ why }) => why === undefined),
    ({ page }) => page,
  ),
])("%s", (_, all) => {
  it.each(all.map((command) => [`${command.line}: ${command.text}`, command] as const))(
    "runs %s",
    async (_, { args }) => {
      const given = args.map((word) => (images.has(word) ? "image.tar" : word));
      const { code, stderr } = await runDocumented(app, given, { cwd: join(home, "project"), home });
      expect(stderr).not.toMatch(/hullproof broke|This is a bug/);
      expect([code, code > 1 ? stderr : ""]).toEqual([expect.toBeOneOf([0, 1]), ""]);
    },
  );
});

it.each(
  ofHullproof.flatMap((command) =>
    command.why === undefined ? [] : [[command.why, nameOf(command), command.args] as const],
  ),
)("only parses, because %s: %s", async (_, __, args) => {
  // A bare call is asked for at a terminal.
  const given = args.length === 0 ? ["overview"] : args;
  const before = parsed;
  isDry = true;
  const { stderr } = await runDocumented(app, given, { cwd: home, home }).finally(() => (isDry = false));
  expect([stderr, parsed - before]).toEqual(["", 1]);
});
