import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildApp } from "../../src/commands/app.ts";
import { runDocumented } from "./run-documented.ts";

/**
 * The page with what its commands print now. Those of all blocks run one after the other in a copy of `example`; `first` and `last` of a block say how many lines of it
 * are shown. Throws where one ends with 2 or more.
 */
export async function recordPage(page: string, example: string): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), "hullproof-tutorial-"));
  const cwd = join(home, "my-app");
  const app = buildApp("0");
  const shownBy = async (line: string): Promise<string> => {
    const [program = "", ...args] = line.split(" ");
    if (program !== "hullproof") return execFileSync(program, args, { cwd, encoding: "utf8" });
    const { code, stdout, stderr } = await runDocumented(app, args, { cwd, home });
    if (code > 1) throw new Error(`${line} ended with ${code}: ${stderr}`);
    return stdout + stderr;
  };
  try {
    cpSync(example, cwd, { recursive: true, filter: (path) => !path.includes(".hullproof") });
    let recorded = "";
    let from = 0;
    for (const { index, 0: block, 1: options = "", 2: body = "" } of page.matchAll(blocks)) {
      recorded += `${page.slice(from, index)}\`\`\`console${options}\n`;
      for (const line of body.split("\n"))
        if (line.startsWith("$ ")) recorded += `${line}\n${cut(await shownBy(line.slice(2)), options)}`;
      recorded += "```";
      from = index + block.length;
    }
    return recorded + page.slice(from);
  } finally {
    rmSync(home, { recursive: true });
  }
}

const blocks = /^```console([^\n]*)\n(.*?)^```$/gms;

function cut(text: string, options: string): string {
  if (text.trim() === "") return "";
  const lines = text.trimEnd().split("\n");
  const wanted = (name: string) => Number(new RegExp(`\\b${name}=(\\d+)`).exec(options)?.[1] ?? 0);
  const [first, last] = [wanted("first"), wanted("last")];
  if (first + last === 0 || first + last >= lines.length) return `${lines.join("\n")}\n`;
  return `${[...lines.slice(0, first), "...", ...(last > 0 ? lines.slice(-last) : [])].join("\n")}\n`;
}
