/** The engine's own socket, or Podman's, or containerd's behind it. */
export function isEngineSocket(source: string): boolean {
  return /\/(?:docker|podman|containerd)\.sock$/.test(source);
}
