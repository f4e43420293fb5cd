/** `_apt`, to which apt drops its rights, cannot write in every image; the container is ours and short-lived. */
export const aptOptions: readonly string[] = [
  ["APT::Sandbox::User", "root"],
  ["APT::Update::Error-Mode", "any"],
  ["Acquire::Retries", "2"],
  ["Acquire::http::Timeout", "20"],
  ["Acquire::https::Timeout", "20"],
  ["Acquire::Languages", "none"],
  ["Dpkg::Use-Pty", "0"],
  // Images of Debian and Ubuntu keep none, to be small: each call of apt would read all lists again.
  ["Dir::Cache::pkgcache", "pkgcache.bin"],
].flatMap(([name, value]) => ["-o", `${name}=${value}`]);
