// The import laws: each one is seen to refuse what it forbids, what is let through only becomes less, and there is no new circle.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { expect, it } from "vitest";
import { circlesOf, importsOf, roomOf } from "../scripts/laws/imports.ts";
import { chambers, circles, debts, exceptions, floors, rooms } from "../scripts/laws/rooms.ts";

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

it("a chamber imports of its own room nothing outside of itself", () => {
  const wrong = chambers.flatMap(({ path, imports: open }) =>
    imports.filter(
      ({ from, to }) =>
        from.startsWith(`src/${path}/`) &&
        !to.startsWith(`src/${path}/`) &&
        (!to.startsWith("src/") || !open.includes(roomOf(to))),
    ),
  );
  expect(wrong).toEqual([]);
});

it("the folders of a room import each other in one direction", () => {
  for (const [room, order] of Object.entries(floors)) {
    const there = readdirSync(join(root, "src", room)).filter((entry) => !entry.endsWith(".test.ts"));
    const listed = there.filter((entry) => order.includes(entry) || !order.includes("*"));
    expect(listed.toSorted(), `folders of ${room}`).toEqual(order.filter((name) => name !== "*").toSorted());
    const placeOf = (file: string) => file.split("/")[2] ?? "";
    const floorOf = (file: string) => order.indexOf(order.includes(placeOf(file)) ? placeOf(file) : "*");
    const inside = imports.filter(({ from, to }) => [from, to].every((file) => file.startsWith(`src/${room}/`)));
    expect(inside.filter(({ from, to }) => floorOf(from) < floorOf(to))).toEqual([]);
  }
});

it("a verb imports no other verb", () => {
  const verbOf = (file: string) => /^src\/pipeline\/verbs\/([^/]+)\//u.exec(file)?.[1];
  const across = imports.filter(({ from, to }) => {
    const [verb, other] = [verbOf(from), verbOf(to)];
    return verb !== undefined && other !== undefined && verb !== other;
  });
  expect(across).toEqual([]);
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
          : [{ path: at("node"), text: 'import { tmpdir } from "node:os";\nexport const y = tmpdir;\n' }]),
        ...(room.packages === "any"
          ? []
          : [{ path: at("package"), text: 'import { x } from "hono";\nexport const y = x;\n' }]),
      ];
      return isFile(room.name) ? planted.slice(0, 1) : planted;
    });
  });
}

/** The same for each chamber, and a file of its room beside it. */
function chamberViolations(): Planted[] {
  return chambers.flatMap(({ path: chamber, imports: open }) =>
    [`src/${chamber}/planted`, `src/${chamber}/planted/deeper`].flatMap((place) => {
      const plant = (what: string, text: string): Planted => ({ path: `${place}/${what}.ts`, text });
      const top = up(`${place}/x.ts`);
      const beside = `${top}${chamber.split("/").slice(0, -1).join("/")}/beside`;
      return [
        ...names
          .filter((name) => !open.includes(name) && !isFile(name) && name !== chamber.split("/")[0])
          .map((name) => plant(`of-${name}`, `import type { X } from "${top}${name}/x.ts";\nexport type Y = X;\n`)),
        plant("beside", `import { x } from "${relativeTo(place, beside)}/x.ts";\nexport const y = x;\n`),
        plant("node", 'import { tmpdir } from "node:os";\nexport const y = tmpdir;\n'),
        plant("package", 'import { x } from "hono";\nexport const y = x;\n'),
      ];
    }),
  );
}

/** As the formatter leaves it: no way further up than needed. */
function relativeTo(folder: string, path: string): string {
  return relative(join("/", folder), join("/src", path.replaceAll("../", "")));
}

/** For each chamber a file that imports all that it may, and one of its own. */
function allowedInChambers(): Planted[] {
  return chambers.map(({ path: chamber, imports: open }) => {
    const path = `src/${chamber}/planted/allowed.ts`;
    const specifiers = [...open.map((name) => `${up(path)}${name}/x.ts`), "../own.ts", "./own.ts"];
    return { path, text: specifiers.map((one, at) => `export { x as x${at} } from "${one}";\n`).join("") };
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
    const planted = [...violations(), ...chamberViolations()];
    expect(planted.length).toBeGreaterThan(150);
    for (const { path, text } of [...planted, ...allowed(), ...allowedInChambers()]) {
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
