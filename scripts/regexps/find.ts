import { globSync, readFileSync } from "node:fs";
import { parseSync } from "rolldown/utils";

/** A regular expression as it stands in a source. */
export interface FoundPattern {
  readonly source: string;
  readonly flags: string;
  /** `src/facts/dockerfile/ignores.ts:40` */
  readonly at: string;
  /** It is handed to `bounded`, which refuses longer texts than this. */
  readonly bound?: number;
}

/** A `new RegExp(...)`: what it holds is known only when it was made. */
export interface MadePattern {
  readonly file: string;
  readonly line: number;
  /** Made whenever the function around it is called, and not only when the module is loaded. */
  readonly inFunction: boolean;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

/** All regular expressions of the sources, tests left out. */
export function findPatterns(root: string): { readonly written: FoundPattern[]; readonly made: MadePattern[] } {
  const written: FoundPattern[] = [];
  const made: MadePattern[] = [];
  const files = globSync("src/**/*.ts", { cwd: root }).filter((file) => !file.endsWith(".test.ts"));
  for (const file of files.sort()) {
    const text = readFileSync(`${root}/${file}`, "utf8");
    const lineOf = (at: number): number => text.slice(0, at).split("\n").length;
    const bounds = new Map<unknown, number>();
    let depth = 0;
    const visit = (value: unknown): void => {
      if (Array.isArray(value)) return value.forEach((child) => visit(child));
      if (typeof value !== "object" || value === null) return;
      const node = value as Node;
      const callee = (node["callee"] as { readonly name?: unknown } | undefined)?.name;
      const args = node["arguments"] as readonly (Node & { readonly value?: unknown })[] | undefined;
      if (callee === "bounded" && typeof args?.[1]?.value === "number") bounds.set(args[0], args[1].value);
      if (callee === "RegExp") made.push({ file, line: lineOf(node.start), inFunction: depth > 0 });
      const regex = node["regex"] as { readonly pattern: string; readonly flags: string } | undefined;
      if (node.type === "Literal" && regex !== undefined) {
        const bound = bounds.get(node);
        const at = `${file}:${lineOf(node.start)}`;
        written.push({ source: regex.pattern, flags: regex.flags, at, ...(bound !== undefined && { bound }) });
      }
      const isFunction = /Function/.test(node.type);
      if (isFunction) depth++;
      for (const [key, child] of Object.entries(node)) if (key !== "type") visit(child);
      if (isFunction) depth--;
    };
    visit(parseSync(file, text).program);
  }
  return { written, made };
}
