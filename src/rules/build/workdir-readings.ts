/** Peers with the text that each takes for an absolute path; only what is relative indeed is asked. */
export const readings: readonly (readonly [id: string, absolute: RegExp])[] = [
  ["hadolint/DL3000", /^["']*([$/]|[A-Za-z]:)/],
  ["trivy/DS-0009", /^["']?(\/[A-z0-9-_+]*)|([A-z0-9-_+]:\\.*)|(\$[{}A-z0-9-_+].*)/],
  ["checkov/CKV_DOCKER_10", /^"?((\/[A-Za-z0-9-_+]*)|([A-Za-z0-9-_+]:\\.*)|(\$[{}A-Za-z0-9-_+].*))/],
  ["kics/workdir_path_not_absolute", /(^\/[A-z0-9-_+].*)|(^[A-z0-9-_+]:\\.*)|(^\$[{}A-z0-9-_+].*)/],
];
export const buildkit = "buildkit/WorkdirRelativePath";

/** As Docker puts them together: by name, links are not looked at (path.Join). */
export function join(base: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${base}/${path}`.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}
