import type { ContainerSpecs } from "../../domain/container/container-spec.ts";
import { changeManifest } from "./edit.ts";
import type { PodsFact } from "../../facts/pod-security/pods-fact.ts";
import { ofPod } from "./read-pod.ts";

/** The containers of all pods of a manifest. */
export function ofManifest({ file, text, pods }: Pick<PodsFact, "file" | "text" | "pods">): ContainerSpecs {
  return {
    dialects: ["kubernetes"],
    containers: pods.flatMap((pod) => ofPod(pod, file)),
    texts: new Map([[file, text]]),
    change: changeManifest,
  };
}
