/**
 * The name with its registry, which Docker omits for Docker Hub and Podman requires: `nginx:1` is
 * `docker.io/library/nginx:1`. An id has no registry.
 */
export function qualifiedImage(name: string): string {
  if (/^sha256:[0-9a-f]{64}$/.test(name)) return name;
  const [first = "", ...rest] = name.split("/");
  if (rest.length === 0) return `docker.io/library/${name}`;
  return /[.:]/.test(first) || first === "localhost" ? name : `docker.io/${name}`;
}
