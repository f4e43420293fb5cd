import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { schemaPage } from "./schema-page.ts";

/** A page in Markdown. */
export interface Source {
  /** Path in the repository, which links of other pages name. */
  readonly path: string;
  readonly markdown: string;
}

const others = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "test/README.md"];

/** Every page of the site: the documents as they are, and one for each schema. */
export function sourcesOf(root: string): readonly Source[] {
  const documents = [...others, ...globSync("docs/**/*.md", { cwd: root })].sort();
  const schemas = globSync("docs/schema/*.json", { cwd: root }).sort();
  return [
    ...documents.map((path) => ({ path, markdown: readFileSync(join(root, path), "utf8") })),
    ...schemas.map((path) => ({ path, markdown: schemaPage(path, readFileSync(join(root, path), "utf8")) })),
  ];
}

/** Where a page of the repository is on the site. */
export function outOf(path: string): string {
  if (path === "README.md") return "index.html";
  const inSite = path.replace(/^docs\//, "").replace(/(?<=^|\/)README\.md$/, "index.md");
  return inSite.endsWith(".md") ? inSite.replace(/\.md$/, ".html") : `${inSite}.html`;
}

/** The text of the first heading, without its signs. */
export function titleOf({ path, markdown }: Source): string {
  return (/^# (.+)$/m.exec(markdown)?.[1] ?? path).replaceAll("`", "");
}
