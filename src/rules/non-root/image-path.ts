/** Default PATH of containerd and Docker for an image without one (oci.DefaultPathUnix of moby and containerd). */
const usual = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Value of a variable of the image's configuration. Of several with one name the last counts. */
export function envOf(env: readonly string[], name: string): string | undefined {
  return env.findLast((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** Entries of PATH unchanged, including empty ones. */
export function pathEntries(env: readonly string[]): readonly string[] {
  return (envOf(env, "PATH") ?? usual).split(":");
}
