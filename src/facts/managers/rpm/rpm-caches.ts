import type { DockerfileFact, Instruction } from "../../dockerfile/dockerfile.ts";
import { packageManagers } from "../index.ts";
import type { PackageCall, PackageCallsFact } from "../package-call.ts";
import type { LayerCache } from "../traits.ts";
import { callsIn, failsBuild, hasMount, hasOption, isSimulation, leavesEarly } from "../package-steps.ts";
import { argumentsOf, isMounted, isRun, prefixOf, programOf } from "../../dockerfile/runs.ts";
import { oncePer } from "../../../text/once-per.ts";

/** By `PackageCall.manager`. */
export const caches: ReadonlyMap<string, LayerCache> = new Map(
  packageManagers.flatMap(({ name, layerCache }) => (layerCache === undefined ? [] : [[name, layerCache]])),
);
/** yum is another name of dnf since Enterprise Linux 8, so that each cleans for the other. */
const family: ReadonlySet<string> = new Set(["dnf", "yum"]);

/** zypper refreshes its repositories for a removal as well. */
function downloads({ action, manager }: PackageCall): boolean {
  return /^(install|upgrade|dist-upgrade|update)$/.test(action) || (action === "remove" && manager === "zypper");
}

/** The last call whose downloads the RUN does not delete and no mount holds. */
export function leftOpen(calls: PackageCallsFact, run: Instruction): PackageCall | undefined {
  const runCalls = callsIn(calls, run);
  const call = runCalls.findLast(
    (candidate) => caches.has(candidate.manager) && downloads(candidate) && !isSimulation(candidate),
  );
  const cache = call && caches.get(call.manager);
  if (
    call === undefined ||
    cache === undefined ||
    cache.paths.some((path) => isMounted(run, path) || hasMount(run, path))
  )
    return undefined;
  const callStart = call.command.span.start;
  const cleaned =
    runCalls.some(
      ({ action, manager, operands, command }) =>
        action === "clean" &&
        // `clean metadata` leaves the packages, `clean packages` the metadata.
        (manager === "zypper" || operands.some(({ name }) => name === "all")) &&
        command.span.start > callStart &&
        (manager === call.manager || (family.has(manager) && family.has(call.manager))),
    ) ||
    (run.commands ?? []).some(
      (command) =>
        command.span.start > callStart &&
        programOf(command) === "rm" &&
        command.words.some(
          ({ text }) => cache.paths.some((path) => text.startsWith(path)) || /^\/var\/cache\/?\*?$/.test(text),
        ),
    );
  return cleaned ? undefined : call;
}

/** Managers that some call runs from the cache only. */
const readOffline = oncePer(
  (calls: PackageCallsFact): ReadonlySet<string> =>
    new Set(calls.filter((call) => hasOption(call, "-C", "--cacheonly", "--no-refresh")).map(({ manager }) => manager)),
);

/** The command that deletes the cache at the end of the RUN. Undefined where it could fail although all went well so far, or where someone still reads the cache. */
export function cleanUp(
  dockerfile: DockerfileFact,
  calls: PackageCallsFact,
  call: PackageCall,
  clean: string,
): string | undefined {
  const { instruction, manager, command } = call;
  if (!isRun(instruction) || !failsBuild(call) || leavesEarly(instruction)) return undefined;
  const elsewhere = [
    "--installroot",
    "--root",
    "-R",
    "-c",
    "--config",
    "--cache-dir",
    "-C",
    "--pkg-cache-dir",
    "--reposd-dir",
    "-D",
  ];
  if (hasOption(call, ...elsewhere)) return undefined;
  if (call.options.some(({ value }) => /cachedir|reposdir/.test(value ?? ""))) return undefined;
  if (readOffline(calls).has(manager)) return undefined;
  // Some remove the manager itself at the end.
  const removed = instruction.commands.some((runCommand) =>
    argumentsOf(runCommand).some(({ text }) => text === manager || text.endsWith(`/${manager}`)),
  );
  if (removed) return undefined;
  return `${/\bsudo\s/.test(prefixOf(dockerfile.text, command)) ? "sudo " : ""}${clean}`;
}
