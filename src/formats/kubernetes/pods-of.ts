import { ownValue } from "../../domain/own-value.ts";
import type { Span } from "../../domain/finding/span.ts";
import { itemsAt, mapAt, scalarAt, textAt, type KubeMap } from "./kube-node.ts";
import type { ManifestObject } from "./manifest.ts";

/**
 * `init` ends before the others start; `sidecar` is one of `initContainers` that keeps running (`restartPolicy: Always`, since 1.28); `ephemeral` is put into a pod that
 * runs.
 */
export type ContainerRole = "init" | "sidecar" | "main" | "ephemeral";

export interface PodContainer {
  readonly role: ContainerRole;
  readonly name: string;
  /** Of its name, else of its first key. */
  readonly at: Span;
  readonly node: KubeMap;
  /** `spec.template.spec.containers[0]` */
  readonly pointer: string;
}

/** A pod, or the template of one. */
export interface Pod {
  readonly object: ManifestObject;
  /** Where the object itself is said. */
  readonly at: Span;
  /** Of its annotations and labels: of the template, where there is one. */
  readonly meta?: KubeMap;
  readonly spec: KubeMap;
  /** `spec.template.spec` */
  readonly pointer: string;
  /** In the order in which the API looks at them. */
  readonly containers: readonly PodContainer[];
  /** A kind that is not Kubernetes' own: its controller's use of the template is unknown. */
  readonly foreign: boolean;
  /** It changes another object, like a Kustomize patch: missing fields are set elsewhere. */
  readonly patch: boolean;
}

const template = ["spec", "template"] as const;

/** Where each kind keeps its pod: kind by group. */
const places: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "": { Pod: [], PodTemplate: ["template"], ReplicationController: template },
  apps: { Deployment: template, StatefulSet: template, DaemonSet: template, ReplicaSet: template },
  // Where the first three lived until 1.16.
  extensions: { Deployment: template, DaemonSet: template, ReplicaSet: template },
  batch: { Job: template, CronJob: ["spec", "jobTemplate", "spec", "template"] },
};

/** The pod that an object makes; undefined for one that makes none. Of kinds that are not Kubernetes' own, a template with containers at the usual place. */
export function podOf(object: ManifestObject): Pod | undefined {
  const slash = object.apiVersion.indexOf("/");
  const groupPlaces = ownValue(places, slash === -1 ? "" : object.apiVersion.slice(0, slash));
  const kindPlace = ownValue(groupPlaces, object.kind);
  const place = kindPlace ?? template;
  const holder = mapAt(object.node, ...place);
  const spec = mapAt(holder, "spec");
  if (spec === undefined || (kindPlace === undefined && itemsAt(spec, "containers").length === 0)) return undefined;
  const pointer = `${object.prefix}${[...place, "spec"].join(".")}`;
  const meta = mapAt(holder, "metadata");
  const containers = containersOf(spec, pointer);
  return {
    object,
    at: object.at,
    ...(meta && { meta }),
    spec,
    pointer,
    containers,
    foreign: kindPlace === undefined,
    patch: containers.some(({ node }) => scalarAt(node, "image") === undefined) || containers.length === 0,
  };
}

const lists = [
  ["initContainers", "init"],
  ["containers", "main"],
  ["ephemeralContainers", "ephemeral"],
] as const;

function containersOf(spec: KubeMap, pointer: string): PodContainer[] {
  return lists.flatMap(([key, role]) =>
    itemsAt(spec, key).flatMap((node, index): PodContainer[] => {
      if (node.kind !== "map") return [];
      const nameNode = scalarAt(node, "name");
      const at = nameNode?.span ?? node.entries.values().next().value?.key ?? node.span;
      const sidecar = role === "init" && textAt(node, "restartPolicy") === "Always";
      const name = typeof nameNode?.value === "string" ? nameNode.value : "";
      return [{ role: sidecar ? "sidecar" : role, name, at, node, pointer: `${pointer}.${key}[${index}]` }];
    }),
  );
}
