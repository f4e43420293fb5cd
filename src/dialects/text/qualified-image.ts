/** The name with its registry, which Docker leaves out where it is its own and Podman does not guess: `nginx:1` is `docker.io/library/nginx:1`. An id has none. */
export function qualifiedImage(name: string): string {
  if (/^sha256:[0-9a-f]{64}$/.test(name)) return name;
  const [first = "", ...rest] = name.split("/");
  if (rest.length === 0) return `docker.io/library/${name}`;
  return /[.:]/.test(first) || first === "localhost" ? name : `docker.io/${name}`;
}
