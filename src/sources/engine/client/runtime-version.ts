/**
 * Version of the engine's default runtime. Docker names the component like the runtime (`runc`), Podman `OCI Runtime
 * (crun)` with the whole output of `crun --version`. A default runtime other than the included one has no component:
 * undefined.
 */
export function runtimeVersion(
  runtime: string,
  components: readonly { readonly Name: string; readonly Version: string }[],
): string | undefined {
  const runtimeComponent = components.find(({ Name }) => Name === runtime || Name === `OCI Runtime (${runtime})`);
  return runtimeComponent?.Version.split(/\s+/).find((word) => /^v?\d/.test(word));
}
