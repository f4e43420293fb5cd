/** Images that a page may name, which an archive stands for. */
export const images: ReadonlySet<string> = new Set(["myapp:1.0", "myapp:1.1"]);

const engineVerbs = new Set(["learn", "harden", "verify", "audit", "base"]);
const staying = new Set(["lsp", "mcp"]);

/** Why a documented command is not run by the test, but for its flags; undefined: it is run. */
export function whyOnlyParsed(args: readonly string[]): string | undefined {
  const [verb = "", ...rest] = args;
  const has = (flag: string) => rest.includes(flag);
  if (rest.some((word) => /^(?:RULE|FILE|DIR(?:\.\.\.)?|FOLDER|LIST|CHECKOUT|PROFILE)$/.test(word)))
    return "it has a placeholder";
  if (verb === "advisories" && rest[0] !== "info") return "it downloads, or compiles a folder of advisories";
  if (verb === "scan") return "it needs advisories, which are downloaded";
  if (verb === "fleet") return "it reads registries, or needs the state of a fleet";
  if (engineVerbs.has(verb)) return "it needs an engine";
  if (staying.has(verb) || has("--watch")) return "it goes on until it is stopped";
  if (verb === "view" && !has("--output")) return "it goes on until it is stopped";
  if (verb === "") return "it shows the current folder at a terminal (test/cli/overview.test.ts)";
  if (verb === "init" && (!has("--yes") || has("--run"))) return "it asks at a terminal, or needs an engine";
  if (has("--interactive")) return "it asks at a terminal";
  if (has("--proven")) return "it needs an engine";
  if (has("--values")) return "it needs a chart, and helm";
  if (rest.some((word) => /^(?:registry|container|daemon):/.test(word))) return "it reads a registry or an engine";
  if (rest.some((word) => /(?:^|:)\/(?!dev\/)/.test(word))) return "it names a path of another machine";
  if (rest.some((word) => /^(?:app|python|shop-web|nginx|redis)(?::|$)/.test(word)) && verb !== "fix")
    return "it reads an image of an engine";
  return undefined;
}
