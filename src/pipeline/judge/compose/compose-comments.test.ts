// A comment of a Compose file says which files it is merged over.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../../context.ts";
import { check } from "../../findings/check.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hullproof-test-comments-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function projectsOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const context = { cwd: folder, today: "2026-12-01", version: "0", progress: () => {} } as unknown as Context;
  const { targets } = await check(["."], context);
  return targets.flatMap(({ kind, name }) => (kind === "compose" ? [name] : []));
}

const base = "services:\n  web:\n    image: example/web:1.4\n";
const over = "services:\n  web:\n    privileged: true\n";
const prod = "docker-compose.prod.yml";
const usage = `# docker compose -f compose.yaml -f ${prod} up -d\n`;

describe("a comment that names two Compose files together", () => {
  it.each<[string, Readonly<Record<string, string>>]>([
    ["above the file", { [prod]: usage + over }],
    ["after words", { [prod]: `# Usage: ${usage.slice(2)}${over}` }],
    ["below it", { [prod]: over + usage }],
    ["beside a value", { [prod]: `services:\n  web:\n    privileged: true ${usage}` }],
    ["of the base", { "compose.yaml": usage + base, [prod]: over }],
    ["of a third file", { [prod]: over, "more.yml": usage + base }],
    ["with docker-compose", { [prod]: `# docker-compose -f compose.yaml -f ${prod} up\n${over}` }],
    ["with --file", { [prod]: `# docker compose --file=compose.yaml --file=${prod} up\n${over}` }],
    ["with podman", { [prod]: `# podman compose -f compose.yaml -f ${prod} up\n${over}` }],
    ["as a variable", { [prod]: `# COMPOSE_FILE=compose.yaml:${prod} docker compose up\n${over}` }],
  ])("%s makes the second one a layer", async (_, files) => {
    expect(await projectsOf({ "compose.yaml": base, ...files })).toContain(`compose.yaml + ${prod}`);
  });

  it.each<[string, string]>([
    ["no comment", over],
    ["one file", `# docker compose -f ${prod} up\n${over}`],
    ["a file that is not there", `# docker compose -f base.yml -f ${prod} up\n${over}`],
    ["a variable", `# docker compose -f $BASE -f ${prod} up\n${over}`],
    ["two commands", `# docker compose -f compose.yaml up; docker compose -f ${prod} up\n${over}`],
    ["two lines", `# docker compose -f compose.yaml up\n# docker compose -f ${prod} up\n${over}`],
    ["both orders", `${usage}# docker compose -f ${prod} -f compose.yaml up\n${over}`],
    ["a command of the service", `services:\n  web:\n    command: docker compose -f compose.yaml -f ${prod} up\n`],
    ["an address with a #", `services:\n  web:\n    command: "a#docker compose -f compose.yaml -f ${prod}"\n`],
  ])("is needed: %s", async (_, text) => {
    expect(await projectsOf({ "compose.yaml": base, [prod]: text })).toEqual(["compose.yaml", prod]);
  });

  it("counts less than a script", async () => {
    const files = { "compose.yaml": base, "b.yml": base, [prod]: usage + over };
    expect(await projectsOf({ ...files, "up.sh": `docker compose -f b.yml -f ${prod} up\n` })).toContain(
      `b.yml + ${prod}`,
    );
  });
});
