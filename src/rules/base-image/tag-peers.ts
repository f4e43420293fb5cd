import type { DockerfileFact, Stage } from "../../facts/dockerfile/dockerfile.ts";
import { stageTree } from "../../facts/dockerfile/stage-tree.ts";

/** `none`: no tag at all; `latest`; `moving`: another tag that goes with it, such as `latest-alpine`. */
export type TagFault = "none" | "latest" | "moving";

/**
 * Which peers report this FROM. They look at the text as written: hadolint and KICS resolve no ARG, trivy takes its default,
 * checkov asks only whether a `:` stands somewhere.
 */
export function tagPeers(fault: TagFault, { base, name }: Stage, dockerfile: DockerfileFact): readonly string[] {
  const { text } = base;
  const peers: string[] = fault === "moving" ? [] : ["dockle/DKL-DI-0006"];
  if (fault === "none") {
    if (untaggedForHadolint(text)) peers.push("hadolint/DL3006");
    if (seenByTrivy(text) && !isStageName(dockerfile, base.name)) peers.push("trivy/DS-0001");
    if (!text.includes(":")) peers.push("checkov/CKV_DOCKER_7");
    if (untaggedForKics(text, name)) peers.push("kics/image_version_not_explicit");
    return peers;
  }
  if (fault === "latest") {
    if (text.endsWith(":latest")) peers.push("hadolint/DL3007", "checkov/CKV_DOCKER_7");
    if (seenByTrivy(text)) peers.push("trivy/DS-0001");
  }
  if (text.includes(":latest")) peers.push("kics/image_version_using_latest");
  return peers;
}

/** Of any stage, also a later one. */
function isStageName(dockerfile: DockerfileFact, text = ""): boolean {
  return (
    stageTree(dockerfile)
      .byName.get(text.toLowerCase())
      ?.some(({ name }) => name === text) === true
  );
}

/** What is closed only: an open brace reaches to the end, so that nothing is searched twice. */
function braced(text: string, change: (piece: string) => string): string {
  return text.replace(/\$\{[^}]*(?:\}|$)/g, (piece) => (piece.endsWith("}") ? change(piece) : piece));
}

function untaggedForHadolint(text: string): boolean {
  // It takes a variable in braces as one piece, whatever stands in it.
  const path = braced(text, () => "${}").replace(/^[^.]+\.[^/]+\//, "");
  return !path.startsWith("$") && !path.includes(":");
}

/** It knows `$A` and `${A}`; with a default inside the braces the name is unknown to it, thus empty, and so may be the whole. */
function seenByTrivy(text: string): boolean {
  return braced(text, (piece) => (/[^\w}]/.test(piece.slice(2)) ? "" : piece)) !== "";
}

function untaggedForKics(text: string, name: string | undefined): boolean {
  return !text.includes(":") && (!text.startsWith("$") || name !== undefined || /^\$\w+$/.test(text));
}
