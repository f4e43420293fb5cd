import { readFileSync } from "node:fs";
import { join } from "node:path";
import { generateHelpTextForAllCommands, type Application, type CommandContext } from "@stricli/core";
import { buildApp } from "../../src/commands/app.ts";
import type { GeneratedFile } from "./all.ts";

/** Sections of a help text are headed by words in capitals. */
const heading = /^[A-Z]+$/;

/** A page for the program and one for each verb, of the very text that `--help` prints; in roff with the macros of man(7). */
export function manPages(): GeneratedFile[] {
  const app = buildApp("") as unknown as Application<CommandContext>;
  const verbs = entriesOf(app.root, "hullproof");
  const briefs = new Map(verbs.map(({ route, brief }) => [route, brief]));
  const pages = generateHelpTextForAllCommands(app).map(([route, help]) => {
    const { usage, said, rest } = partsOf(help);
    return page(nameOf(route), briefs.get(route) ?? route, [
      ".SH SYNOPSIS",
      // Each flag on a line of its own, which is filled: a new one changes no other.
      ...usage.flatMap((line) => [".PP", `\\fB${text(line.trim()).replaceAll(" [", "\n[")}\\fR`]),
      ".SH DESCRIPTION",
      ...described(said),
      ...rest.flatMap(({ title, rows }) => [`.SH ${title}`, ...rows.flatMap(listed)]),
      ".SH SEE ALSO",
      "\\fBhullproof\\fR(1)",
    ]);
  });
  const own = page("hullproof", app.root.brief, [
    ".SH SYNOPSIS",
    "\\fBhullproof\\fR \\fICOMMAND\\fR [\\fIFLAGS\\fR] [\\fIARGUMENTS\\fR]",
    ".SH COMMANDS",
    "Each has a page of its own, and prints it with \\fB\\-\\-help\\fR.",
    ...verbs.flatMap(({ route, brief }) => [".TP", `\\fB${text(nameOf(route))}\\fR(1)`, text(brief)]),
  ]);
  return [own, ...pages];
}

/** `man` of package.json: npm installs the pages that it names, and looks into no folder. */
export function manField(root: string): GeneratedFile {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { man: readonly string[] };
  const pages = manPages().map(({ path }) => path);
  return { path: "package.json", text: `${JSON.stringify({ ...manifest, man: pages }, undefined, 2)}\n` };
}

/** Every verb with what it says of itself in one line, in the order of the help. */
function entriesOf(
  target: Application<CommandContext>["root"],
  route: string,
): readonly { readonly route: string; readonly brief: string }[] {
  if (!("getAllEntries" in target)) return [{ route, brief: target.brief }];
  return target
    .getAllEntries()
    .flatMap(({ name, target: next, hidden }) =>
      hidden ? [] : entriesOf(next, `${route} ${name["convert-camel-to-kebab"]}`),
    );
}

/** `hullproof advisories update` is found as `man hullproof-advisories-update`. */
function nameOf(route: string): string {
  return route.replaceAll(" ", "-");
}

function page(name: string, brief: string, body: readonly string[]): GeneratedFile {
  const lines = [
    `.\\" Generated from the help by npm run generate. Do not edit.`,
    `.TH ${name.toUpperCase().replaceAll("-", "\\-")} 1 "" hullproof "User Commands"`,
    ".SH NAME",
    `${text(name)} \\- ${text(brief)}`,
    // A heading begins a paragraph by itself; mandoc warns of a second one.
    ...body.filter((line, at) => line !== ".PP" || body[at - 1]?.startsWith(".SH ") !== true),
    "",
  ];
  return { path: `man/${name}.1`, text: lines.join("\n") };
}

interface Parts {
  readonly usage: readonly string[];
  readonly said: readonly string[];
  readonly rest: readonly { readonly title: string; readonly rows: readonly string[] }[];
}

function partsOf(help: string): Parts {
  const lines = help.trimEnd().split("\n");
  const starts = lines.flatMap((line, at) => (heading.test(line) ? [at] : []));
  const blocks = starts.map((start, index) => ({
    title: lines[start] ?? "",
    rows: lines.slice(start + 1, starts[index + 1]),
  }));
  const [first, ...others] = blocks;
  const usage = (first?.rows ?? []).filter((line) => line.startsWith("  hullproof"));
  // What a verb says of itself stands between its usage and its flags, without a heading.
  const said = (first?.rows ?? []).slice(usage.length).join("\n").trim().split("\n");
  return {
    usage,
    said,
    rest: others.map(({ title, rows }) => ({ title, rows: rows.filter((row) => row.trim() !== "") })),
  };
}

/** Paragraphs; examples and what is indented stay as they are. */
function described(said: readonly string[]): string[] {
  const paragraphs = said.join("\n").split(/\n\n+/);
  return paragraphs.flatMap((one) => {
    const lines = one.split("\n").map(text);
    return one.startsWith("Example:") ? [".PP", ".EX", ...lines, ".EE"] : [".PP", ...lines];
  });
}

/** `  -h  --help   Print help` and what a flag defaults to, in brackets behind it. */
function listed(row: string): string[] {
  const [, name = "", what = ""] =
    /^ +(\S(?:.*?\S)?)(?: {2,}|$)(.*)$/.exec(row.replace(/^ +(-\w) {2}(--)/, " $1, $2")) ?? [];
  return [".TP", `\\fB${text(name.replace(/^\[(.*)\]/, "$1"))}\\fR`, text(what.replaceAll(/\s+/g, " ").trim() || name)];
}

/** As roff takes a text: no escape, no request, and a minus that can be copied (groff_char(7)). */
function text(line: string): string {
  const escaped = line
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll("'", "\\(aq")
    .replaceAll("`", "\\(ga")
    .replaceAll("^", "\\(ha")
    .replaceAll("~", "\\(ti")
    .replaceAll('"', "\\(dq")
    .replaceAll(
      /[^\x20-\x7e]/gu,
      (one) => `\\[u${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`,
    );
  return escaped.startsWith(".") ? `\\&${escaped}` : escaped;
}
