// The import laws: each one is seen to refuse what it forbids, what is let through only becomes less, and there is no new circle.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { circlesOf, importsOf, roomOf } from "../scripts/laws/imports.ts";
import { circles, debts, exceptions, rooms } from "../scripts/laws/rooms.ts";

const root = join(import.meta.dirname, "..");
const imports = importsOf(root);
const names = rooms.map(({ name }) => name);
const isFile = (name: string) => name === "cli";

it("every folder of src is a room, and no room is listed that is not there", () => {
  const there = readdirSync(join(root, "src")).map((entry) => entry.replace(/\.ts$/u, ""));
  expect(names.toSorted()).toEqual(there.toSorted());
});

it("rooms stand in the order in which data flows: each imports only what stands before it", () => {
  for (const [at, { name, imports: open, typesOf = [] }] of rooms.entries())
    for (const path of [...open, ...typesOf])
      expect(names.slice(0, at), `${name} imports ${path}`).toContain(path.split("/")[0]);
});

it("every import keeps the laws, counted without the linter", () => {
  const wrong = imports.filter(({ from, to, typesOnly }) => {
    const room = rooms.find(({ name }) => name === roomOf(from));
    if (room === undefined || exceptions.some(({ file }) => file === from) || !to.startsWith("src/")) return false;
    const target = roomOf(to);
    if (target === room.name || (typesOnly && room.typesOf?.includes(target))) return false;
    return !room.imports.some((path) => path === target || to.startsWith(`src/${path}/`));
  });
  expect(wrong).toEqual([]);
});

it("what is let through does not become more", () => {
  for (const { from, to, imports: most, why } of debts) {
    const now = imports.filter((one) => roomOf(one.from) === from && one.to.startsWith(`src/${to}/`)).length;
    expect(now, `${from} imports ${to} (${why})`).toBeLessThanOrEqual(most);
  }
  const owed = debts.map(({ from, to }) => `${from} ${to}`).toSorted();
  const typed = rooms.flatMap(({ name, typesOf = [] }) => typesOf.map((to) => `${name} ${to}`));
  expect(typed.toSorted()).toEqual(owed);
});

it("files that import each other in a circle, types included, are those that the list knows, or fewer", () => {
  expect(circlesOf(imports).map((files) => files.length)).toEqual(circles);
});

/** A file at `path` that imports `specifier`. */
interface Planted {
  readonly path: string;
  readonly text: string;
}

function up(path: string): string {
  return path.split("/").length === 2 ? "./" : "../".repeat(path.split("/").length - 2);
}

/** For each room, at its top and in a folder: a file of each room that it may not import, of Node and of a package. */
function violations(): Planted[] {
  return rooms.flatMap((room) => {
    const places = isFile(room.name)
      ? [`src/${room.name}.ts`]
      : [`src/${room.name}/planted`, `src/${room.name}/planted/deeper`];
    return places.flatMap((place) => {
      const at = (what: string) => (isFile(room.name) ? place : `${place}/${what}.ts`);
      const closed = names.filter(
        (name) =>
          name !== room.name && ![...room.imports, ...(room.typesOf ?? [])].some((open) => open.split("/")[0] === name),
      );
      const values = (room.typesOf ?? []).filter((name) => !room.imports.includes(name));
      const planted = [
        ...closed.map((name) => {
          const path = at(`of-${name}`);
          const target = isFile(name) ? `${name}.ts` : `${name}/x.ts`;
          return { path, text: `import type { X } from "${up(path)}${target}";\nexport type Y = X;\n` };
        }),
        ...values.map((name) => {
          const path = at(`value-of-${name}`);
          return { path, text: `import { x } from "${up(path)}${name}/x.ts";\nexport const y = x;\n` };
        }),
        ...(room.node === "any"
          ? []
          : [{ path: at("node"), text: 'import { join } from "node:path";\nexport const y = join;\n' }]),
        ...(room.packages === "any"
          ? []
          : [{ path: at("package"), text: 'import { x } from "yaml";\nexport const y = x;\n' }]),
      ];
      return isFile(room.name) ? planted.slice(0, 1) : planted;
    });
  });
}

/** For each room a file that imports all that it may. */
function allowed(): Planted[] {
  return rooms
    .filter(({ name }) => !isFile(name))
    .map((room) => {
      const path = `src/${room.name}/planted/allowed.ts`;
      const specifiers = [
        ...room.imports.map((name) => `${up(path)}${name}/x.ts`),
        ...(room.node === "any" ? ["node:fs"] : room.node.map((name) => `node:${name}`)),
        ...(room.packages === "any" ? ["yaml"] : room.packages),
      ];
      const lines = specifiers.map((specifier, at) => `export { x as x${at} } from "${specifier}";`);
      const types = (room.typesOf ?? []).map((name) => `export type { X as ${name} } from "${up(path)}${name}/x.ts";`);
      return { path, text: [...lines, ...types, "export {};", ""].join("\n") };
    });
}

it("the linter refuses each import that a law forbids, and none that it allows", () => {
  const folder = mkdtempSync(join(tmpdir(), "hullproof-test-"));
  try {
    const planted = violations();
    expect(planted.length).toBeGreaterThan(150);
    for (const { path, text } of [...planted, ...allowed()]) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    // Types are not needed for the laws, and the copy has no tsconfig.
    const config = readFileSync(join(root, ".oxlintrc.json"), "utf8").replace(
      '"typeAware": true',
      '"typeAware": false',
    );
    writeFileSync(join(folder, ".oxlintrc.json"), config);
    const args = ["src", "--format", "json"];
    const lint = spawnSync(join(root, "node_modules/.bin/oxlint"), args, { cwd: folder, encoding: "utf8" });
    const { diagnostics } = JSON.parse(lint.stdout) as {
      diagnostics: readonly { readonly code: string; readonly filename: string }[];
    };
    const refused = new Set(
      diagnostics.flatMap(({ code, filename }) => (code.includes("no-restricted-imports") ? [filename] : [])),
    );
    expect(planted.map(({ path }) => path).filter((path) => !refused.has(path))).toEqual([]);
    expect([...refused].filter((path) => path.endsWith("allowed.ts"))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
