import { changePod } from "./edit/pod-change.ts";
import type { Manifest } from "../../formats/kubernetes/manifest.ts";
import { podsFact, type PodsFact } from "../../facts/pod-security/pods-fact.ts";

/** The pods of a manifest, with functions that edit its text. */
export function editablePods(manifest: Manifest, minor: number): PodsFact {
  return {
    ...podsFact(manifest, minor),
    change: (pod, keys, value) => changePod(manifest, pod, keys, value),
  };
}
