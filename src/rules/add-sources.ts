/** What ADD fetches: BuildKit's HTTP and git sources. */
export function isRemote(source: string): boolean {
  return /^(https?|ftp|git|ssh):\/\/|^git@/i.test(source);
}

/** Named as one of the archives that ADD unpacks. */
export function isLocalArchive(source: string): boolean {
  return /\.(tar|Z|tgz|tbz2?|tb2|txz|tlz|tpz|tzst|gz|bz2|lz|xz|lzma|zst)$/i.test(source);
}
