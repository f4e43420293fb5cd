import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

export interface Import {
  /** The file that imports, from the root of the repository. */
  readonly from: string;
  /** A file from the root of the repository, or the name of a module. */
  readonly to: string;
  /** Nothing of it is left when types are gone. */
  readonly typesOnly: boolean;
}

const statement =
  /^(?:import|export)\s+(?<type>type\s)?(?<names>[^;"']*?)\s*from\s+"(?<from>[^"]+)"|^import\s+"(?<alone>[^"]+)"|\bimport\(\s*"(?<lazy>[^"]+)"/gmu;

/** Every import of the sources, tests left out. The formatter writes them in one manner, which is all that is understood here. */
export function importsOf(root: string): Import[] {
  return globSync("src/**/*.ts", { cwd: root })
    .filter((file) => !file.endsWith(".test.ts"))
    .toSorted()
    .flatMap((file) =>
      [...readFileSync(join(root, file), "utf8").matchAll(statement)].map(({ groups = {} }) => {
        const specifier = groups["from"] ?? groups["alone"] ?? groups["lazy"] ?? "";
        const to = specifier.startsWith(".") ? normalize(join(dirname(file), specifier)) : specifier;
        return { from: file, to, typesOnly: groups["type"] !== undefined || onlyTypes(groups["names"] ?? "") };
      }),
    );
}

function onlyTypes(names: string): boolean {
  if (!names.startsWith("{")) return false;
  const list = names
    .slice(1, -1)
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  return list.length > 0 && list.every((name) => name.startsWith("type "));
}

/** `src/facts/image/image-info.ts` is in `facts`, `src/cli.ts` in `cli`. */
export function roomOf(file: string): string {
  return file.split("/")[1]?.replace(/\.ts$/u, "") ?? "";
}

/** Groups of files that reach each other, types included; those of one file left out. */
export function circlesOf(imports: readonly Import[]): string[][] {
  const next = new Map<string, string[]>();
  for (const { from, to } of imports) next.set(from, [...(next.get(from) ?? []), to]);
  // Tarjan, without recursion: a chain of imports may be longer than the stack is deep.
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const found: string[][] = [];
  const lower = (file: string, to: number) => lowest.set(file, Math.min(lowest.get(file) ?? to, to));
  const enter = (file: string) => {
    order.set(file, order.size);
    lowest.set(file, order.size - 1);
    open.push(file);
    isOpen.add(file);
    return { file, rest: [...(next.get(file) ?? [])] };
  };
  for (const start of next.keys()) {
    if (order.has(start)) continue;
    const path = [enter(start)];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const to = top.rest.pop();
      if (to !== undefined) {
        if (!order.has(to)) path.push(enter(to));
        else if (isOpen.has(to)) lower(top.file, order.get(to) ?? 0);
        continue;
      }
      path.pop();
      const above = path.at(-1);
      if (above !== undefined) lower(above.file, lowest.get(top.file) ?? 0);
      if (lowest.get(top.file) !== order.get(top.file)) continue;
      const circle = open.splice(open.lastIndexOf(top.file));
      for (const file of circle) isOpen.delete(file);
      if (circle.length > 1) found.push(circle.toSorted());
    }
  }
  return found.toSorted((a, b) => b.length - a.length);
}
