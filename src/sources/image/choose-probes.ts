import type { Probe, ProbedFile } from "./probe.ts";

/** Which of the probes want to see a file; asked for every file of an image, so it is looked up and not tried one by one. */
export type ProbeChoice = (file: ProbedFile, folder: string, name: string) => readonly Probe[];

const none: readonly Probe[] = [];

export function chooseProbes(probes: readonly Probe[]): ProbeChoice {
  const byName = group(probes, ({ looksAt }) => looksAt.names ?? []);
  const byEnding = group(probes, ({ looksAt }) => looksAt.endings ?? []);
  const byFolder = probes.filter(({ looksAt }) => looksAt.under !== undefined);
  const executables = probes.filter(({ looksAt }) => looksAt.executablesFrom !== undefined);
  const all = probes.filter(({ looksAt }) => looksAt.everyFileUpTo !== undefined);
  let lastFolder = "\0";
  let below: readonly Probe[] = none;

  return (file, folder, name) => {
    if (folder !== lastFolder) {
      lastFolder = folder;
      const path = `${folder}/`;
      below = byFolder.filter(({ looksAt }) => looksAt.under?.some((prefix) => path.startsWith(prefix)) === true);
    }
    const dot = name.lastIndexOf(".");
    const named = byName.get(name) ?? none;
    const ended = dot === -1 ? none : (byEnding.get(name.slice(dot)) ?? none);
    const executable = executables.length > 0 && (file.mode & 0o111) !== 0 && file.size >= 64 ? executables : none;
    if (named.length + ended.length + below.length + executable.length + all.length === 0) return none;
    const fitting = new Set([
      ...named,
      ...ended,
      ...below,
      ...executable.filter(({ looksAt }) => file.size >= (looksAt.executablesFrom ?? 0)),
      ...all.filter(({ looksAt }) => file.size <= (looksAt.everyFileUpTo ?? 0)),
    ]);
    return [...fitting].filter((probe) => probe.wants?.(file) !== false);
  };
}

function group(probes: readonly Probe[], keys: (probe: Probe) => readonly string[]): Map<string, Probe[]> {
  const groups = new Map<string, Probe[]>();
  for (const probe of probes) {
    for (const key of keys(probe)) groups.set(key, [...(groups.get(key) ?? []), probe]);
  }
  return groups;
}
