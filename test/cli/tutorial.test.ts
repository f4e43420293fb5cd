// The tutorial's commands in its order, as a reader types them, without a network: with the flags that `harden` asks for where stand-ins take the place of bases.
// What the `console` blocks print is recorded by `npm run generate`.
import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { removeTag } from "../../src/sources/engine/images/images.ts";
import { long } from "../long.ts";
import { isCI } from "../seed.ts";
import { basesOf, shorter } from "./hardened-example.ts";
import { ownRuns } from "./own-runs.ts";
import { cli, folderOf, root } from "./run-cli.ts";

const runs = ownRuns();
afterAll(async () => {
  expect(await runs.left(await connect())).toEqual([]);
  await runs[Symbol.asyncDispose]();
});

/** Lines of code blocks, indented or behind a prompt, that are commands. */
function commandsIn(page: string): readonly string[] {
  return page.split("\n").flatMap((line) => /^(?: {4}|\$ )((?:hullproof|cp|cat) .+)$/.exec(line)?.[1] ?? []);
}

it.runIf(isCI || long)(
  "docs/tutorial.md works from its first command to its last",
  async () => {
    await using home = await folderOf({});
    const app = join(home.path, "my-app");
    const [copy, ...commands] = commandsIn(await readFile(join(root, "docs/tutorial.md"), "utf8"));
    expect(copy).toBe("cp -r examples/app-python my-app && cd my-app");
    execFileSync("cp", ["-r", join(root, "examples/app-python"), app]);
    let settings = shorter(await readFile(join(app, "hullproof.yaml"), "utf8"));
    for (const [name, base] of await basesOf("python")) settings = settings.replace(`: ${name}\n`, `: ${base}\n`);
    await writeFile(join(app, "hullproof.yaml"), settings);
    const env = { ...runs.env, HULLPROOF_DATA: home.path };
    const type = (args: readonly string[]) => cli(args, { cwd: app, env });
    const codes: string[] = [];
    try {
      for (const command of commands) {
        const [program = "", ...args] = command.split(" ");
        if (program !== "hullproof") continue;
        let { code, stdout, stderr } = await type(args);
        const flags = [...stderr.matchAll(/--allow-host=mirror:\S+/g)].map(([flag]) => flag);
        if (code === 2 && flags.length > 0) ({ code, stdout, stderr } = await type([...args, ...flags]));
        codes.push(`${command}: ${code}`);
        expect(code, `${command}\n${stdout.slice(-2000)}${stderr.slice(-2000)}`).toBeLessThan(2);
        if (args[0] === "harden") expect(stdout).toMatch(/ Proven /);
      }
    } finally {
      await removeTag(await connect(), "my-app:hardened");
    }
    expect(codes).toEqual([
      "hullproof check Dockerfile: 1",
      "hullproof explain cleanup/clean-in-own-layer: 0",
      "hullproof fix .: 0",
      "hullproof fix --write .: 0",
      "hullproof fix .: 0",
      "hullproof harden .: 0",
      "hullproof emit .hullproof/profile.json --to compose: 0",
      "hullproof verify .hullproof/profile.json: 0",
    ]);
  },
  900_000,
);
