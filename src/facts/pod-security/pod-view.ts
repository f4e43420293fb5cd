import type { SourceLocation } from "../../domain/container/container-spec.ts";
import type { Pod, PodContainer } from "../../formats/kubernetes/pods-of.ts";
import { saidIn, type SaidIn } from "./node-reader.ts";
import { textAt } from "../../formats/kubernetes/kube-node.ts";

export interface ContainerView {
  readonly container: PodContainer;
  readonly said: SaidIn;
  /** Its own settings; those of its pod are in `PodView.context`. */
  readonly context: SaidIn;
  /** Where a finding about what it lacks points. */
  readonly at: SourceLocation;
  /** `container "web"` */
  readonly title: string;
}

/** A pod as the checks of Pod Security look at it. */
export interface PodView {
  readonly at: SourceLocation;
  readonly spec: SaidIn;
  readonly context: SaidIn;
  readonly annotations: SaidIn;
  readonly containers: readonly ContainerView[];
  readonly windows: boolean;
  /** `hostUsers: false`: root of a container is no one on the node. */
  readonly ownUsers: boolean;
}

const titles = { init: "init container", sidecar: "sidecar", main: "container", ephemeral: "ephemeral container" };

export function podView(pod: Pod, file: string): PodView {
  const spec = saidIn(file, pod.spec, pod.pointer);
  return {
    at: { file, span: pod.at },
    spec,
    context: spec.below("securityContext"),
    annotations: saidIn(file, pod.meta, pod.pointer.replace(/spec$/, "metadata")).below("annotations"),
    containers: pod.containers.map((container) => {
      const fields = saidIn(file, container.node, container.pointer);
      return {
        container,
        said: fields,
        context: fields.below("securityContext"),
        at: { file, span: container.at },
        title: `${titles[container.role]} "${container.name}"`,
      };
    }),
    windows: textAt(pod.spec, "os", "name") === "windows",
    ownUsers: spec.bool("hostUsers")?.value === false,
  };
}
