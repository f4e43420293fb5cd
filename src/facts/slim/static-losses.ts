import type { NeedImage } from "../need/need-image.ts";
import { startedFiles, type StartedCommand } from "../need/started.ts";
import { isOptional, linksIn, requirementsIn, type Requirement } from "./requirements.ts";

/** What would no longer resolve, and what an image loses that nothing checks. */
export interface StaticLosses {
  /** Breaks a program or something configured: these packages cannot go. */
  readonly breaks: readonly string[];
  /** Scripts, names of libraries and links that lead nowhere: for the report. */
  readonly lost: readonly string[];
}

const maxLosses = 500;

/** Compares an image with itself without these packages, before anything is built: whatever resolved still has to. */
export function staticLosses(
  image: NeedImage,
  purls: ReadonlySet<string>,
  started: readonly StartedCommand[],
  requirements: readonly Requirement[] = requirementsIn(image),
): StaticLosses {
  const breaks = new Set<string>();
  const lost = new Set<string>();
  const goneBy = (owners: readonly string[]): boolean => owners.some((owner) => purls.has(owner));
  const add = (losses: Set<string>, text: string): void => void (losses.size < maxLosses && losses.add(text));

  for (const { from, owners, text } of requirements) if (!purls.has(from ?? "") && goneBy(owners)) add(breaks, text);
  for (const row of image.withFacts) {
    if (purls.has(image.ownerOf(row) ?? "")) continue;
    const { elf, script } = image.factsAt(row) ?? {};
    const path = image.pathOf(row);
    for (const name of elf?.names ?? [])
      if (elf?.needed.includes(name) === false && goneBy(image.findLibrary(name, row)?.owners ?? []))
        add(lost, `${path} may load ${name}`);
    if (elf?.runsShell === true && goneBy(image.follow("/bin/sh")?.owners ?? [])) add(lost, `${path} may run /bin/sh`);
    // Maintainer scripts run when a package is installed, and nothing installs any more.
    if (script === undefined || path.startsWith("/var/lib/dpkg/info/")) continue;
    const names = [
      ...script.interpreter.slice(0, 1),
      ...(script.calls?.programs ?? []),
      ...(script.calls?.files ?? []),
    ];
    for (const name of names) if (goneBy(image.findProgram(name)?.owners ?? [])) add(lost, `${path} has no ${name}`);
  }
  for (const { how, from, name, to } of startedFiles(image, started))
    if (goneBy(to.owners))
      add(how === "calls" ? lost : breaks, `${from} ${how === "interpreter" ? "needs" : "starts"} ${name}`);
  for (const { link, path, target } of linksIn(image)) {
    const owner = image.ownerOf(link);
    if (goneBy(target.owners) && !purls.has(owner ?? "") && (owner === undefined || isOptional(path, target.links)))
      add(lost, `${path} leads to ${target.path}`);
  }
  return { breaks: [...breaks], lost: [...lost].toSorted() };
}
