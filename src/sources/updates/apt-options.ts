/** `_apt`, the user that apt drops its privileges to, cannot write in every image; the container is ours and short-lived. */
export const aptOptions: readonly string[] = [
  ["APT::Sandbox::User", "root"],
  ["APT::Update::Error-Mode", "any"],
  ["Acquire::Retries", "2"],
  ["Acquire::http::Timeout", "20"],
  ["Acquire::https::Timeout", "20"],
  ["Acquire::Languages", "none"],
  ["Dpkg::Use-Pty", "0"],
  // Debian and Ubuntu images disable the cache to save space: each apt call would parse all lists again.
  ["Dir::Cache::pkgcache", "pkgcache.bin"],
].flatMap(([name, value]) => ["-o", `${name}=${value}`]);
