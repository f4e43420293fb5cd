import type { PackageCall } from "../../facts/managers/package-call.ts";

/** Each later `apk add` fetches the lists for itself: none uses those of this RUN. */
export function isFetchedAgain({ manager, stage, command }: PackageCall, calls: readonly PackageCall[]): boolean {
  const installs = calls.filter(
    (call) =>
      call.manager === manager &&
      call.action === "install" &&
      (call.stage > stage || call.command.span.start > command.span.end),
  );
  return (
    manager === "apk" &&
    installs.length > 0 &&
    installs.every(({ options }) => options.some(({ name }) => /^(?:--no-cache|-U|--update(?:-cache)?)$/.test(name)))
  );
}
