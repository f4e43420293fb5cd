import { walkFolder } from "../../sources/files/folder-walk.ts";

/** Names of files with requests, as tools and people call them, the most telling first. */
const names = [
  /^(?:openapi|swagger)[\w.-]*\.(?:json|ya?ml)$/iu,
  /\.har$/iu,
  /\.postman_collection\.json$/iu,
  /^insomnia[\w.-]*\.(?:json|ya?ml)$/iu,
  /\.(?:http|rest|hurl)$/iu,
  /^access[\w.-]*\.log(?:\.\d+)?(?:\.gz)?$/iu,
];
/** Folders in which projects keep them. */
const folders = new Set(["/docs", "/doc", "/api", "/test", "/tests", "/http"]);
const maxFound = 5;

/** Files of this folder that steps can be made of, to be offered. */
export function findSources(cwd: string): string[] {
  const files: string[] = [];
  for (const { folder, name, stats } of walkFolder(cwd, (path) => folders.has(path)))
    if (stats?.isFile() === true) files.push(`${folder}/${String(name)}`.slice(1));
  return names
    .flatMap((form) => files.filter((file) => form.test(file.slice(file.lastIndexOf("/") + 1))))
    .slice(0, maxFound);
}
