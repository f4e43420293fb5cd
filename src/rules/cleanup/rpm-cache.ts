import { appendCommand } from "../../domain/edit.ts";
import type { DockerfileFact, Instruction } from "../../facts/dockerfile.ts";
import type { PackageCall, PackageCallsFact } from "../../facts/package-calls.ts";
import { quote, reference } from "../evidence.ts";
import { callsIn, failsBuild, hasMount, hasOption, isSimulation, leavesEarly, nameOf } from "../package-steps.ts";
import { defineRule } from "../rule.ts";
import { rpmCachePeers } from "../rpm-cache-peers.ts";
import { isRun, prefixOf, programOf } from "../runs.ts";
import { targetChain } from "../target-chain.ts";

/** Where each keeps what it downloads, and how it is told to delete that. */
const caches: ReadonlyMap<string, { readonly paths: readonly string[]; readonly clean: string }> = new Map([
  ["dnf", { paths: ["/var/cache/dnf", "/var/cache/libdnf5"], clean: "dnf clean all" }],
  ["yum", { paths: ["/var/cache/yum", "/var/cache/dnf"], clean: "yum clean all" }],
  ["microdnf", { paths: ["/var/cache/yum", "/var/cache/dnf", "/var/cache/libdnf5"], clean: "microdnf clean all" }],
  ["tdnf", { paths: ["/var/cache/tdnf"], clean: "tdnf clean all" }],
  ["zypper", { paths: ["/var/cache/zypp"], clean: "zypper clean --all" }],
]);
/** dnf, yum and microdnf are often one program under several names, so that each cleans for the others. */
const family = new Set(["dnf", "yum", "microdnf"]);

export default defineRule({
  id: "cleanup/rpm-cache",
  title: "Cache of dnf, yum or zypper left in the layer",
  why:
    "dnf, yum, microdnf and zypper store the metadata of every repository, tens to hundreds of megabytes that nothing reads at run time. " +
    "Deleted in the same RUN it costs nothing; deleted in a later one it still ships. End the RUN with `clean all`.",
  severity: "warning",
  needs: ["dockerfile", "packageCalls"],
  fix: "safe",
  also: [
    "hadolint/DL3032",
    "hadolint/DL3036",
    "hadolint/DL3040",
    "trivy/DS-0015",
    "trivy/DS-0019",
    "trivy/DS-0020",
    "trivy/DS-0027",
    "kics/missing_dnf_clean_all",
    "kics/missing_zypper_clean",
    "kics/yum_clean_all_missing",
  ],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM fedora:42\nRUN dnf install -y tomcat\n",
      good: "FROM fedora:42\nRUN dnf install -y tomcat && dnf clean all\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM opensuse/leap:15.6\nRUN zypper -n in tomcat \\\n && rm /tmp/x\n",
      good: "FROM opensuse/leap:15.6\nRUN zypper -n in tomcat \\\n && rm /tmp/x \\\n && zypper clean --all\n",
    },
  ],
  *check({ dockerfile, packageCalls }) {
    const chain = new Set(targetChain(dockerfile).map(({ index }) => index));
    let last: Instruction | undefined;
    for (const { instruction, stage: index, manager } of packageCalls) {
      const stage = dockerfile.stages[index];
      if (instruction === last || stage === undefined || !caches.has(manager)) continue;
      last = instruction;
      const open = leftOpen(packageCalls, instruction);
      const also = rpmCachePeers(dockerfile, packageCalls, stage, instruction);
      if (also.length === 0 && (open === undefined || !chain.has(index))) continue;
      const call = open ?? callsIn(packageCalls, instruction)[0];
      if (call === undefined) continue;
      const clean = caches.get(call.manager)?.clean ?? "clean all";
      const command = open && cleanUp(dockerfile, packageCalls, open, clean);
      const edit = command === undefined ? undefined : appendCommand(dockerfile, instruction, command);
      yield {
        message: `What \`${nameOf(call)}\` downloads stays in this layer: no \`${clean}\` comes after it`,
        at: call.command.span,
        also,
        ...((open === undefined || !chain.has(index)) && { severity: "info" as const }),
        evidence: [
          quote(dockerfile, instruction.span),
          reference("clean all deletes the metadata and packages that were cached", `${call.manager}(8)`),
        ],
        ...(edit && {
          fix: {
            title: `end the RUN with \`${clean}\``,
            applicability: "safe" as const,
            edits: [edit] as const,
            delta: [...(caches.get(call.manager)?.paths ?? []), "/var/log", "/var/lib/dnf"],
          },
        }),
      };
    }
  },
});

/** The last call that downloads something which nothing in the RUN deletes and no mount catches. */
function leftOpen(calls: PackageCallsFact, run: Instruction): PackageCall | undefined {
  const own = callsIn(calls, run);
  const call = own.findLast(
    (one) =>
      caches.has(one.manager) && /^(install|upgrade|dist-upgrade|update)$/.test(one.action) && !isSimulation(one),
  );
  const cache = call && caches.get(call.manager);
  if (call === undefined || cache === undefined || cache.paths.some((path) => hasMount(run, path))) return undefined;
  const after = call.command.span.start;
  const cleaned =
    own.some(
      ({ action, manager, command }) =>
        action === "clean" &&
        command.span.start > after &&
        (manager === call.manager || (family.has(manager) && family.has(call.manager))),
    ) ||
    (run.commands ?? []).some(
      (command) =>
        command.span.start > after &&
        programOf(command) === "rm" &&
        command.words.some(
          ({ text }) => cache.paths.some((path) => text.startsWith(path)) || /^\/var\/cache\/?\*?$/.test(text),
        ),
    );
  return cleaned ? undefined : call;
}

const offline = new WeakMap<PackageCallsFact, ReadonlySet<string>>();

/** Managers that some call tells to do with what is cached. */
function readOffline(calls: PackageCallsFact): ReadonlySet<string> {
  const known =
    offline.get(calls) ??
    new Set(calls.filter((call) => hasOption(call, "-C", "--cacheonly", "--no-refresh")).map(({ manager }) => manager));
  offline.set(calls, known);
  return known;
}

/** Undefined where it could fail although all went well so far, or where somebody still reads the cache. */
function cleanUp(
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
  return `${/\bsudo\s/.test(prefixOf(dockerfile.text, command)) ? "sudo " : ""}${clean}`;
}
