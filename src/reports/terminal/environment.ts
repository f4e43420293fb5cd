import type { Standing } from "../../domain/profile/standing.ts";
import type { Environment } from "../../domain/workload/environment.ts";
import { bytesText } from "../content/units.ts";
import { standingSection } from "./standing.ts";
import { holesSection } from "./engine-holes.ts";
import { hang, headline, pageOf } from "./page.ts";

/** The learning methods that this machine supports. */
export function environmentText(
  { engine, host, learning, holes }: Environment,
  options: { readonly colour: boolean; readonly width: number },
  standing?: Standing,
): string {
  const page = pageOf(options);
  const yes = (value: boolean) => (value ? "yes" : "no");
  const rows: readonly (readonly [string, string])[] = [
    ["engine", `${engine.name} ${engine.version}, API ${engine.apiVersion}, ${engine.endpoint}`],
    ["system", `${engine.operatingSystem}, ${engine.architecture}, Linux ${engine.kernel}`],
    ["capacity", `${engine.cpus} CPUs, ${bytesText(engine.memoryBytes)}`],
    ["runtime", [engine.runtime, engine.runtimeVersion].join(" ").trim() || "not told"],
    ["storage", `${engine.storageDriver}; images: ${engine.imageStore}`],
    ["cgroups", `v${engine.cgroupVersion}, ${engine.cgroupDriver}`],
    ["rootless", yes(engine.rootless)],
    ["user namespaces", engine.userNamespaces ? "for every container" : "not by default"],
    ["seccomp", engine.seccomp === undefined ? "off" : `profile ${engine.seccomp}`],
    ["access control", engine.accessControl.join(", ") || "none"],
    ["same kernel", yes(host.sameKernel)],
    ["root", yes(host.root)],
    ["tracefs", host.sameKernel && !host.root ? "seen only by root" : yes(host.tracefs)],
    ...host.tracepoints.map(({ name, present }) => ["tracepoint", `${name}${present ? "" : ": missing"}`] as const),
  ];
  const advice = [...new Set(learning.flatMap((way) => way.advice ?? []))];
  const width = Math.max(...rows.map(([label]) => label.length)) + 2;
  return [
    ...headline(page, "This machine"),
    ...rows.flatMap(([label, text]) => hang(page, `  ${label.padEnd(width)}`, text)),
    ...headline(page, "Learning methods"),
    ...learning.flatMap(({ subject, how, unknown }) => [
      ...hang(
        page,
        unknown === undefined ? "✔ " : "? ",
        `${subject}: ${how}`,
        undefined,
        unknown === undefined ? "green" : "yellow",
      ),
      ...(unknown === undefined ? [] : hang(page, "    ", `Not known: ${unknown}.`)),
    ]),
    ...(advice.length === 0 ? [] : headline(page, "Better observation")),
    ...advice.flatMap((each) => hang(page, "→ ", each)),
    ...holesSection(holes, page),
    ...(standing === undefined ? [] : standingSection(standing, page)),
    "",
  ].join("\n");
}
