import { isObject } from "../../formats/json/values.ts";
import { lastPart } from "../../text/cut.ts";
import { npmDependencies, unaliased } from "../packages/npm/npm-package.ts";
import { requirementName } from "../packages/python/core-metadata.ts";
import { entriesOf, parseJsonText } from "../packages/text/json.ts";
import { isOfProject } from "../packages/text/paths.ts";
import { tomlStrings, tomlTables } from "../packages/text/toml-tables.ts";

/** Names that a file of a project asks its package manager for. */
export interface Declaration {
  readonly ecosystem: "npm" | "pypi";
  readonly required: readonly string[];
  /** Only to build, test or lint the project. */
  readonly development: readonly string[];
}

const maxNames = 10_000;

/** Whether `declarationOf` reads a file: `package.json`, `pyproject.toml` and requirements of a project, not of what a manager installed. */
export function isDeclaration(path: string): boolean {
  const file = lastPart(path);
  const isRequirements = file.includes("requirements") && /\.(?:txt|in)$/.test(file);
  return isOfProject(path) && (file === "package.json" || file === "pyproject.toml" || isRequirements);
}

/** Undefined for a file that cannot be read as its name says: what it declares is not known. */
export function declarationOf(path: string, text: string): Declaration | undefined {
  const file = lastPart(path);
  if (file === "package.json") return npmDeclaration(text);
  return file === "pyproject.toml" ? projectDeclaration(text) : requirementsDeclaration(file, text);
}

function npmDeclaration(text: string): Declaration | undefined {
  let manifest: unknown;
  try {
    manifest = parseJsonText(text);
  } catch {
    return undefined;
  }
  if (!isObject(manifest)) return undefined;
  const development = entriesOf(manifest.devDependencies).map(([name, range]) => unaliased(name, range));
  return bounded("npm", npmDependencies(manifest) ?? [], development);
}

/** PEP 621 and 735. Extras count as required: no file shows whether they were asked for. Poetry's tables have names as keys. */
function projectDeclaration(text: string): Declaration {
  const required: string[] = [];
  const development: string[] = [];
  for (const { header, values } of tomlTables(text)) {
    const arrays = [...values].flatMap(([key, value]) =>
      header !== "project" || key === "dependencies" ? tomlStrings(value) : [],
    );
    if (header === "project" || header === "project.optional-dependencies") required.push(...arrays);
    if (header === "dependency-groups") development.push(...arrays);
    if (header === "tool.poetry.dependencies") required.push(...values.keys());
    if (/^tool\.poetry\.(?:dev-dependencies|group\.[\w-]+\.dependencies)$/.test(header))
      development.push(...values.keys());
  }
  return bounded("pypi", namesIn(required), namesIn(development));
}

/** `requirements-dev.txt` and the like are for development; options, hashes and addresses are no names. */
function requirementsDeclaration(file: string, text: string): Declaration {
  const names = namesIn(text.split("\n").filter((line) => /^\s*[A-Za-z0-9]/.test(line) && !/^\s*\w+:\/\//.test(line)));
  return /(?:^|[-_.])(?:dev|develop|development|test|tests|testing|lint|docs?)(?:[-_.]|$)/i.test(file)
    ? bounded("pypi", [], names)
    : bounded("pypi", names, []);
}

function namesIn(requirements: readonly string[]): string[] {
  return requirements.flatMap((one) => requirementName(one) ?? []);
}

function bounded(
  ecosystem: Declaration["ecosystem"],
  required: readonly string[],
  development: readonly string[],
): Declaration {
  return { ecosystem, required: required.slice(0, maxNames), development: development.slice(0, maxNames) };
}
