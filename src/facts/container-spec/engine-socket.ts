/** The engine's own socket, or Podman's, CRI-O's, BuildKit's, or containerd's below it; Docker's pipe on Windows. */
export function isEngineSocket(source: string): boolean {
  return /\/(?:docker|podman|containerd|crio|cri-dockerd|buildkitd)\.sock(?:\.raw|\.ttrpc)?$|\/pipe\/docker_engine$/.test(
    source,
  );
}

/** A folder with an engine's socket; access to the folder is access to the socket. */
export function holdsEngineSocket(source: string): boolean {
  return /^(?:\/var)?\/run(?:\/(?:docker|podman|containerd|crio|buildkit|k3s\/containerd|user\/[^/]+(?:\/(?:docker|podman))?))?$/.test(
    source,
  );
}
