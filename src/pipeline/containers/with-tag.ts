/** The name with its tag, as an engine lists it: `nginx` is `nginx:latest`. Empty for an id or a digest, which never changes its image. */
export function withTag(name: string): string {
  if (name.includes("@") || /^(?:sha256:)?[0-9a-f]{12,64}$/.test(name)) return "";
  // A colon before the last slash belongs to a registry's port.
  return name.lastIndexOf(":") > name.lastIndexOf("/") ? name : `${name}:latest`;
}
