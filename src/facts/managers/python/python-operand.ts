import type { ShellWord } from "../../dockerfile/dockerfile.ts";
import type { PackageOperand, PackageOption } from "../package-call.ts";

/** `flask[async]>=3; python_version > "3"`: name, extras, versions, marker (PEP 508). A single `=` is conda's. */
function requirement(text: string): { readonly name: string; readonly version?: string } | undefined {
  const semicolon = text.indexOf(";");
  const requirementText = (semicolon === -1 ? text : text.slice(0, semicolon)).trimEnd();
  const match = /^([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\]\s*)?(\(?)(.*)$/s.exec(requirementText);
  if (match?.[1] === undefined || match[3] === undefined) return undefined;
  const version = match[3].endsWith(")") ? match[3].slice(0, -1) : match[3];
  if (version === "") return { name: match[1] };
  return /^[<>=!~@]/.test(version) ? { name: match[1], version } : undefined;
}
const archive = /\.(?:whl|zip|tar\.(?:gz|bz2|xz)|tgz)$/;

/** Package operands of pip, uv, pipx, pipenv and poetry: a requirement, a path, or a URL that may name a commit. */
export function pythonOperand(word: ShellWord): PackageOperand {
  return read(word, word.text);
}

/** `-r FILE` and `-e PATH` of pip and those that speak like it. */
export function pythonOption({ name, value, word }: PackageOption): PackageOperand | undefined {
  if (value === undefined) return undefined;
  if (name === "-r" || name === "--requirement" || name === "--requirements")
    return { word, name: value, kind: "requirements" };
  if (name !== "-e" && name !== "--editable") return undefined;
  // pip accepts a local project or a version control URL here, never a name (pip documentation, `--editable`).
  const operand = read(word, value);
  return operand.kind === "url" ? operand : { word, name: value, kind: "path" };
}

function read(word: ShellWord, text: string): PackageOperand {
  const url = /^(?:[A-Za-z0-9][\w.-]*(?:\[[^\]]*\])?\s*@\s*)?((?:[a-z]+\+)?[a-z]+:\/\/.*)$/s.exec(text)?.[1];
  if (url !== undefined) return { word, name: url, kind: "url", ...pick(vcsReference(url)) };
  // pip treats words that begin with a dot as paths (pip 25, `_looks_like_path`), with any extras.
  if (text.startsWith(".")) return { word, name: text, kind: "path" };
  const { name = text, version } = requirement(text) ?? {};
  if (!word.literal) return { word, name: text, kind: "dynamic", ...pick(/[<>=!~]=.*/s.exec(text)?.[0]) };
  if (archive.test(text) || text.includes("/")) return { word, name: text, kind: "path" };
  return { word, name, kind: "named", ...pick(version?.trim()) };
}

/** `@v1.2` of `git+https://host/a/b.git@v1.2#egg=b`; an `@` before the path is a user. */
function vcsReference(url: string): string | undefined {
  const path = url.replace(/#.*$/s, "").replace(/^[a-z+]+:\/\/[^/]*/, "");
  return /^(?:git|hg|svn|bzr)/.test(url) ? /@[^@/].*$/s.exec(path)?.[0] : undefined;
}

function pick(version: string | undefined): { readonly version?: string } {
  return version === undefined || version === "" ? {} : { version };
}
