/** Whether an include or extends names a place elsewhere: an OCI artifact, a Git repository, a URL. Such are never fetched. */
export function isRemoteSource(path: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:\/\/|git@|oci:|github\.com\/)/i.test(path) || /\.git(?:#|$)/.test(path);
}

/** The note about a remote source. */
export function remoteNote(location: string, relation: "included" | "extended"): string {
  return `${location} is ${relation} from elsewhere and was not read: nothing is fetched; copy it below this folder to have it read`;
}
