import { readdirSync } from "node:fs";

/** Names of files with requests, as tools and people call them, the most telling first. */
const names = [
  /^(?:openapi|swagger)[\w.-]*\.(?:json|ya?ml)$/iu,
  /\.har$/iu,
  /\.postman_collection\.json$/iu,
  /\.(?:http|rest|hurl)$/iu,
  /^access[\w.-]*\.log(?:\.\d+)?(?:\.gz)?$/iu,
];
/** Folders in which projects keep them. */
const folders = [".", "docs", "api", "doc", "test", "tests", "http"];
const maxFound = 5;

/** Files of this folder that steps can be made of, to be offered. */
export function findSources(cwd: string): string[] {
  const files = folders.flatMap((folder) => {
    try {
      return readdirSync(`${cwd}/${folder}`, { withFileTypes: true }).flatMap((entry) =>
        entry.isFile() ? [folder === "." ? entry.name : `${folder}/${entry.name}`] : [],
      );
    } catch {
      return [];
    }
  });
  return names
    .flatMap((form) => files.filter((file) => form.test(file.slice(file.lastIndexOf("/") + 1))).toSorted())
    .slice(0, maxFound);
}
