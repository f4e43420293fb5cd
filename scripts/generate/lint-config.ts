import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { chambers, exceptions, rooms, type Chamber, type Exception, type Room } from "../laws/rooms.ts";

const start = "<!-- generated:laws -->";
const end = "<!-- /generated:laws -->";

const base = {
  $schema: "./node_modules/oxlint/configuration_schema.json",
  plugins: ["typescript", "import", "unicorn", "oxc"],
  options: { typeAware: true },
  categories: { correctness: "error" },
  rules: {
    "import/no-cycle": "error",
    "typescript/no-floating-promises": "error",
    "typescript/consistent-type-imports": "error",
    "eslint/no-console": "error",
    "eslint/max-lines": ["error", { max: 300 }],
  },
  ignorePatterns: ["dist", "node_modules", ".hullproof", ".failing-cases"],
};

const forTests = { "no-restricted-imports": "off", "eslint/no-console": "off" };

/** `.oxlintrc.json`: an override for each depth of each room, so that `../facts/` means the room and never a folder of that name elsewhere. */
export function lintConfig(root: string): { path: string; text: string } {
  const folders = foldersOf(root);
  const overrides = [
    ...rooms.flatMap((room) =>
      depthsOf(root, room).map((depth) => {
        const files = depth < 0 ? `src/${room.name}.ts` : `src/${room.name}/${"*/".repeat(depth)}*.ts`;
        return { files: [files], rules: restricted(patternsOf(room, depth, folders)) };
      }),
    ),
    ...chambers.flatMap((chamber) =>
      depths.map((depth) => ({
        files: [`src/${chamber.path}/${"*/".repeat(depth)}*.ts`],
        rules: restricted(chamberPatterns(chamber, depth)),
      })),
    ),
    ...exceptions.map((one) => ({ files: [one.file], rules: restricted(exceptionPatterns(one)) })),
    { files: ["scripts/**"], rules: { "eslint/no-console": "off" } },
    { files: ["**/*.test.ts", "test/**"], rules: forTests },
  ];
  return { path: ".oxlintrc.json", text: `${JSON.stringify({ ...base, overrides }, undefined, 2)}\n` };
}

/** docs/design.md with the table of rooms between its markers; the rest of the page is left as it is. */
export function lawTable(root: string): { path: string; text: string } {
  const path = "docs/design.md";
  const text = readFileSync(join(root, path), "utf8");
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from === -1 || to < from) throw new Error(`${path} lacks the markers ${start} and ${end}`);
  const rows = rooms.flatMap((room) => [
    rowOf(room.name, room),
    ...chambers.flatMap((one) => (one.path.startsWith(`${room.name}/`) ? [rowOf(one.path, one)] : [])),
  ]);
  const table = ["| room | what | may import |", "| --- | --- | --- |", ...rows];
  return { path, text: `${text.slice(0, from)}${start}\n\n${table.join("\n")}\n\n${text.slice(to)}` };
}

function rowOf(name: string, room: Omit<Room, "name">): string {
  return `| \`${name}\` | ${room.what} | ${mayImport(room)} |`;
}

function mayImport({ imports, typesOf = [], node, packages }: Omit<Room, "name">): string {
  const parts = [
    ...imports,
    ...typesOf.map((name) => `types of ${name}`),
    ...(node === "any" ? ["Node"] : node.map((name) => `\`node:${name}\``)),
    ...(packages === "any" ? ["packages"] : packages.map((name) => `\`${name}\``)),
  ];
  return parts.length === 0 ? "nothing" : parts.join(", ");
}

interface Pattern {
  readonly regex?: string;
  readonly group?: readonly string[];
  readonly allowTypeImports?: true;
  readonly message: string;
}

function restricted(patterns: readonly Pattern[]): object {
  return { "no-restricted-imports": ["error", { patterns }] };
}

/** `depth`: folders between the room's and the file; -1 for a room that is a file. */
function patternsOf(room: Room, depth: number, folders: ReadonlyMap<string, readonly string[]>): Pattern[] {
  const up = depth < 0 ? "^\\./" : `^(?:\\.\\./){${depth + 1}}`;
  const message = `not open to ${room.name}: scripts/laws/rooms.ts`;
  const wholly = rooms.filter(({ name }) => name !== room.name && !mentioned(room, name));
  const typed = rooms.filter(({ name }) => room.typesOf?.includes(name) === true && !room.imports.includes(name));
  // Of a room that is open in parts, the other parts are closed.
  const parts = rooms.flatMap(({ name }) => {
    const open = room.imports.flatMap((path) => (path.startsWith(`${name}/`) ? [path.slice(name.length + 1)] : []));
    const closed = (folders.get(name) ?? []).filter((folder) => !open.includes(folder));
    return open.length === 0 || room.imports.includes(name)
      ? []
      : [`${up}${name}/(?:${closed.map(literal).join("|")})(?:/|$)`];
  });
  return [
    { regex: `${up}(?:${wholly.map(({ name }) => name).join("|")})(?:/|\\.ts$)`, message },
    ...(typed.length > 0
      ? [{ regex: `${up}(?:${typed.map(({ name }) => name).join("|")})/`, allowTypeImports: true as const, message }]
      : []),
    ...parts.map((regex) => ({ regex, message })),
    ...modulePatterns(room, message),
  ];
}

/** `depth`: folders between the chamber's and the file. */
function chamberPatterns(chamber: Chamber, depth: number): Pattern[] {
  const message = `not open to ${chamber.path}: scripts/laws/rooms.ts`;
  const inner = chamber.path.split("/").length - 1;
  const closed = rooms.filter(({ name }) => !chamber.imports.includes(name)).map(({ name }) => name);
  const outer = Array.from({ length: inner }, (_, at) => `^(?:\\.\\./){${depth + 1 + at}}[^.]`);
  const patterns = [...outer, `^(?:\\.\\./){${depth + 1 + inner}}(?:${closed.join("|")})(?:/|\\.ts$)`];
  return [...patterns.map((regex) => ({ regex, message })), ...modulePatterns(chamber, message)];
}

function exceptionPatterns({ file, imports, node, why }: Exception): Pattern[] {
  const message = `${file} may import ${[...imports, ...node.map((name) => `node:${name}`)].join(", ")}: ${why}`;
  return [{ regex: "^\\.\\./", message }, ...modulePatterns({ node, packages: [] }, message)];
}

/** What is no file: its own begin with a dot and end in `.ts`. */
function modulePatterns({ node, packages }: Pick<Room, "node" | "packages">, message: string): Pattern[] {
  if (node === "any" && packages === "any") return [];
  const open = [
    ...(node === "any" ? ["node:*"] : node.map((name) => `node:${name}`)),
    ...(packages === "any" ? [] : packages.flatMap((name) => [name, `${name}/**`])),
  ];
  return [{ group: ["*", "!*.ts", ...open.map((name) => `!${name}`)], message }];
}

function mentioned({ imports, typesOf = [] }: Room, name: string): boolean {
  return [...imports, ...typesOf].some((path) => path === name || path.startsWith(`${name}/`));
}

/** More than any folder is deep: a new one has its law at once. */
const deepest = 4;
const depths = Array.from({ length: deepest + 1 }, (_, depth) => depth);

function depthsOf(root: string, { name }: Pick<Room, "name">): number[] {
  return isFile(root, name) ? [-1] : depths;
}

function isFile(root: string, name: string): boolean {
  return existsSync(join(root, "src", `${name}.ts`));
}

/** Folders and files directly in each room. */
function foldersOf(root: string): Map<string, string[]> {
  return new Map(
    rooms.map(({ name }) => {
      const entries = isFile(root, name) ? [] : readdirSync(join(root, "src", name));
      return [name, entries.filter((entry) => !entry.endsWith(".test.ts")).toSorted()];
    }),
  );
}

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/gu, "\\$&");
}
