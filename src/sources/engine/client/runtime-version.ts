/**
 * Version of the engine's default runtime. Docker names the component like the runtime (`runc`), Podman `OCI Runtime (crun)` with all that
 * `crun --version` prints. A default runtime beside the one that the engine brings has no component: undefined.
 */
export function runtimeVersion(
  runtime: string,
  components: readonly { readonly Name: string; readonly Version: string }[],
): string | undefined {
  const runtimeComponent = components.find(({ Name }) => Name === runtime || Name === `OCI Runtime (${runtime})`);
  return runtimeComponent?.Version.split(/\s+/).find((word) => /^v?\d/.test(word));
}
