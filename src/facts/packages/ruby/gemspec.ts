import { linesOf } from "../text/lines.ts";
import { distinct, wordOf } from "../text/names.ts";

export interface Gemspec {
  readonly name: string;
  readonly version: string;
  /** `ruby` for gems without compiled parts. */
  readonly platform: string;
  readonly licenses?: readonly string[];
  readonly dependsOn?: readonly string[];
}

/** A Ruby string literal as RubyGems writes them: `"x".freeze`, `'x'`, `%q{x}`, `%q<x>`. */
const literal = String.raw`(?:"([^"\\]{1,512})"|'([^'\\]{1,512})'|%q[{<(\[]([^}>)\]]{1,512})[}>)\]])`;
const assignment = new RegExp(
  String.raw`^\s{0,32}\w{1,32}\.(name|version|platform|license)\s{0,8}=\s{0,8}(?:Gem::Version\.new\(?\s{0,4})?${literal}`,
);
const licenseList = /^\s{0,32}\w{1,32}\.licenses\s{0,8}=\s{0,8}\[([^\]]{0,2048})\]/;
const dependency = new RegExp(String.raw`^\s{0,32}\w{1,32}\.add_(?:runtime_)?dependency\(?\s{0,8}${literal}`);
const anyLiteral = new RegExp(literal, "g");

/**
 * Reads an installed gem's specification: the ruby text that `Gem::Specification#to_ruby` writes, whose `# stub: name version platform paths` line
 * RubyGems itself reads to save running it (rubygems, stub_specification.rb). Undefined for ruby that is no specification.
 */
export function readGemspec(text: string): Gemspec | undefined {
  const fields = new Map<string, string>();
  const licenses: string[] = [];
  const needed: string[] = [];
  for (const line of linesOf(text)) {
    if (line.startsWith("# stub: ") && !fields.has("stub")) fields.set("stub", line.slice("# stub: ".length));
    // Descriptions and file lists are long lines, and none of ours.
    if (line.length > 8_192) continue;
    const assigned = assignment.exec(line);
    if (assigned?.[1] === "license") licenses.push(textIn(assigned, 2));
    else if (assigned?.[1] !== undefined && !fields.has(assigned[1])) fields.set(assigned[1], textIn(assigned, 2));
    const licenseArray = licenseList.exec(line)?.[1];
    if (licenseArray !== undefined)
      licenses.push(...[...licenseArray.matchAll(anyLiteral)].map((match) => textIn(match, 1)));
    const depends = dependency.exec(line);
    if (depends !== null) needed.push(textIn(depends, 1));
  }
  const stub = (fields.get("stub") ?? "").split(" ");
  const name = wordOf(stub[0]) ?? wordOf(fields.get("name"));
  const version = wordOf(stub[1]) ?? wordOf(fields.get("version"));
  if (name === undefined || version === undefined) return undefined;
  const licenseNames = distinct(licenses);
  const dependsOn = distinct(needed);
  return {
    name,
    version,
    platform: wordOf(stub[2]) ?? wordOf(fields.get("platform")) ?? "ruby",
    ...(licenseNames === undefined ? {} : { licenses: licenseNames }),
    ...(dependsOn === undefined ? {} : { dependsOn }),
  };
}

function textIn(match: RegExpExecArray, from: number): string {
  return match[from] ?? match[from + 1] ?? match[from + 2] ?? "";
}
