import { walkFolder } from "../../sources/files/folder-walk.ts";
import { readNamed } from "../../sources/files/read-named.ts";

/** Names of files with requests, as tools and people call them, the most telling first. */
const names = [
  /^(?:openapi|swagger)[\w.-]*\.(?:json|ya?ml)$/iu,
  /\.har$/iu,
  /\.postman_collection\.json$/iu,
  /^insomnia[\w.-]*\.(?:json|ya?ml)$/iu,
  /\.(?:http|rest|hurl)$/iu,
  /^access[\w.-]*\.log(?:\.\d+)?(?:\.gz)?$/iu,
];
/** Manifests and units, where they have a health check. */
const containerFile = /\.(?:ya?ml|container)$/iu;
const healthCheck = /^[ \t-]{0,40}(?:livenessProbe|readinessProbe|startupProbe):|^Health(?:Startup)?Cmd=/mu;
/** Folders in which projects keep them. */
const folders = new Set(
  ["docs", "doc", "api", "test", "tests", "http", "k8s", "kubernetes", "deploy", "manifests", "quadlet"].map(
    (name) => `/${name}`,
  ),
);
const maxFound = 5;
const maxHealthBytes = 256 * 1024;

/** Files of this folder that steps can be made of, to be offered. */
export function findSources(cwd: string): string[] {
  const files: string[] = [];
  for (const { folder, name, stats } of walkFolder(cwd, (path) => folders.has(path)))
    if (stats?.isFile() === true) files.push(`${folder}/${String(name)}`.slice(1));
  const nameOf = (file: string) => file.slice(file.lastIndexOf("/") + 1);
  const withRequests = names.flatMap((form) => files.filter((file) => form.test(nameOf(file))));
  const withChecks = files.filter(
    (file) => !withRequests.includes(file) && containerFile.test(nameOf(file)) && hasHealthCheck(file, cwd),
  );
  return [...withRequests.slice(0, maxFound), ...withChecks.slice(0, maxFound)];
}

function hasHealthCheck(file: string, cwd: string): boolean {
  const read = readNamed(file, cwd, maxHealthBytes);
  return !("refused" in read) && healthCheck.test(read.bytes.toString("utf8"));
}
