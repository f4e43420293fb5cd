import { isMap } from "yaml";
import type { SpecChange, SpecEdits } from "../../domain/container/spec-change.ts";
import type { ContainerSpec } from "../../domain/container/container-spec.ts";
import { quantity } from "../../formats/kubernetes/quantity.ts";
import { appendItem } from "../../edits/yaml/insert.ts";
import { removeAt } from "../../edits/yaml/remove.ts";
import { replaceScalar } from "../../edits/yaml/replace.ts";
import { isNull, scalarText } from "../../edits/yaml/tokens.ts";
import { pairIn, resolveYamlPath } from "../../edits/yaml/yaml-path.ts";
import type { NotEdited } from "../../edits/yaml/yaml-text.ts";
import { asCpu, asMemory } from "./edit/amounts.ts";
import {
  combineEdits,
  containerPlace,
  manifestEdit,
  saidPlace,
  setAll,
  setAt,
  type ContainerPlace,
  type ManifestEdit,
  type Path,
} from "./edit/container-place.ts";

type Texts = ReadonlyMap<string, string>;

/** A change of a container of a pod: at its own keys, or at the pod's if the pod sets the value for all containers. */
export function changeManifest(container: ContainerSpec, change: SpecChange, texts: Texts): SpecEdits {
  const place = containerPlace(container, texts);
  const containerEdit = "refused" in place ? place : changeIn(place, container, change);
  if ("refused" in containerEdit) return { refused: `${containerEdit.refused}; ${byHand(container, change)}` };
  const [first, ...more] = containerEdit.edits;
  return first === undefined
    ? { refused: "it is said already" }
    : { edits: [first, ...more], data: containerEdit.data };
}

const context = "securityContext";

function changeIn(place: ContainerPlace, container: ContainerSpec, change: SpecChange): ManifestEdit | NotEdited {
  if ("remove" in change) {
    const at = saidPlace(place, change.remove);
    if ("refused" in at) return at;
    if (isPart(at.path)) return { refused: "it is one of several keys of an item" };
    return manifestEdit(place, removeAt(place.yaml, at));
  }
  if ("replace" in change) {
    const at = saidPlace(place, change.replace);
    return "refused" in at ? at : manifestEdit(place, replaceScalar(place.yaml, at, change.by));
  }
  if ("fromCaller" in change) return { refused: "a manifest takes no variable of whoever applies it" };
  if ("add" in change) {
    if (change.add === "tmpfs" || change.add === "volume") return addFolder(place, container, change);
    return addCapability(place, container, change.add, change.value);
  }
  const { set, to } = change;
  switch (set) {
    case "readOnly":
      return setAt(place, [context, "readOnlyRootFilesystem"], to);
    case "noNewPrivileges":
      return (to ? escalates(container) : undefined) ?? setAt(place, [context, "allowPrivilegeEscalation"], !to);
    case "user":
      return setUser(place, to);
    case "seccomp":
      return setSeccomp(place, [...place.path, context], to);
    case "memoryBytes": {
      const reserved = container.memoryReservationBytes?.value ?? 0;
      if (!Number.isFinite(to) || to <= 0) return { refused: "the limit is no number" };
      if (reserved > to) return { refused: "more memory than this is requested; lower the request, too" };
      return setAt(place, ["resources", "limits", "memory"], asMemory(to));
    }
    case "cpus": {
      const requested = quantity(textAt(place, ["resources", "requests", "cpu"]) ?? "0") ?? Number.POSITIVE_INFINITY;
      if (!Number.isFinite(to) || to <= 0) return { refused: "the limit is no number" };
      if (requested > to) return { refused: "more CPU time than this is requested; lower the request, too" };
      return setAt(place, ["resources", "limits", "cpu"], asCpu(to));
    }
    case "memorySwapBytes":
    case "pids":
    case "shmBytes":
    case "init":
    case "network":
      return { refused: `a container of a pod has no ${absent[set]}` };
  }
}

const absent = {
  memorySwapBytes: "limit of swap",
  pids: "limit of tasks (the kubelet's podPidsLimit is for all pods of a node)",
  shmBytes: "size of /dev/shm but that of an emptyDir in memory that is mounted there",
  init: "init of its own",
  network: "network of its own",
};

/** `hostPort` of an item of `ports`: the other keys of the item stay. */
function isPart(path: Path): boolean {
  const last = path.findLastIndex((step) => typeof step === "number");
  const list = path[last - 1];
  const isContainer = list === "containers" || list === "initContainers" || list === "ephemeralContainers";
  return last !== -1 && last < path.length - 1 && !isContainer && list !== "items";
}

/** Changes that the API server refuses: "cannot set `allowPrivilegeEscalation` to false and `privileged` to true", and the same of `CAP_SYS_ADMIN`. */
function escalates({ privileged, capAdd }: ContainerSpec): NotEdited | undefined {
  if (privileged?.value === true)
    return { refused: "Kubernetes takes no allowPrivilegeEscalation: false beside privileged: true" };
  return capAdd.some(({ value }) => value === "CAP_SYS_ADMIN")
    ? { refused: "Kubernetes takes no allowPrivilegeEscalation: false beside CAP_SYS_ADMIN" }
    : undefined;
}

function addCapability(
  place: ContainerPlace,
  container: ContainerSpec,
  list: "capAdd" | "capDrop",
  value: string,
): ManifestEdit | NotEdited {
  const capabilityName = (name: string): string => name.toUpperCase().replace(/^CAP_/, "");
  if (container[list].some((capability) => capabilityName(capability.value) === capabilityName(value)))
    return { refused: `${value} is said already` };
  const key = list === "capAdd" ? "add" : "drop";
  // Pod Security compares the names literally.
  const at = { document: place.document, path: [...place.path, context, "capabilities", key] };
  return manifestEdit(place, appendItem(place.yaml, at, capabilityName(value)));
}

/** `1000`, `1000:1000`. A name is only known to the image. */
function setUser(place: ContainerPlace, to: string): ManifestEdit | NotEdited {
  const [, user, group] = /^(\d{1,10})(?::(\d{1,10}))?$/.exec(to) ?? [];
  if (user === undefined) return { refused: "Kubernetes takes the user as a number" };
  return setAll(place, [context], {
    runAsUser: Number(user),
    ...(group !== undefined && { runAsGroup: Number(group) }),
  });
}

/** The seccomp profile of a container or pod, at the path of its `securityContext`. */
function setSeccomp(
  place: Pick<ContainerPlace, "file" | "yaml" | "document">,
  path: Path,
  to: string,
): ManifestEdit | NotEdited {
  const profilePlace = { ...place, path: [...path, "seccompProfile"] };
  const isLocalProfile = to !== "RuntimeDefault" && to !== "unconfined";
  const type = isLocalProfile ? "Localhost" : to === "unconfined" ? "Unconfined" : to;
  const way = resolveYamlPath(profilePlace.yaml, profilePlace);
  if ("refused" in way) return way;
  if (way.rest.length > 0) return setAt(profilePlace, [], { type, ...(isLocalProfile && { localhostProfile: to }) });
  const file = textAt(profilePlace, ["localhostProfile"]);
  return combineEdits(
    ...(textAt(profilePlace, ["type"]) === type ? [] : [setAt(profilePlace, ["type"], type)]),
    ...(isLocalProfile && file !== to ? [setAt(profilePlace, ["localhostProfile"], to)] : []),
    // Kubernetes only accepts a file with this type.
    ...(!isLocalProfile && file !== undefined
      ? [
          manifestEdit(
            profilePlace,
            removeAt(profilePlace.yaml, {
              document: profilePlace.document,
              path: [...profilePlace.path, "localhostProfile"],
            }),
          ),
        ]
      : []),
  );
}

/** A directory in memory: a volume of the pod and its mount in the container. `value` is `PATH` or `PATH:size=64m`. */
function addFolder(
  place: ContainerPlace,
  container: ContainerSpec,
  { add, value }: Extract<SpecChange, { readonly add: unknown }>,
): ManifestEdit | NotEdited {
  const [path = "", options = ""] = value.split(/:(.*)/s, 2);
  const trimSlash = (mountPath: string): string => mountPath.replace(/(?<=.)\/$/, "");
  if (container.mounts.some((mount) => trimSlash(mount.value.path) === trimSlash(path)))
    return { refused: `${path} is a mount already` };
  const size = /(?:^|,)size=(\d+)(?:,|$)/.exec(options)?.[1];
  const name = freeName(
    place,
    `${
      path
        .replaceAll(/[^a-z0-9]+/gi, "-")
        .replaceAll(/^-|-$/g, "")
        .toLowerCase() || "root"
    }-${add === "tmpfs" ? "memory" : "data"}`,
  );
  const memory = { medium: "Memory", ...(size !== undefined && { sizeLimit: asMemory(Number(size)) }) };
  const emptyDir = add === "tmpfs" ? memory : {};
  const { document } = place;
  const mount = { document, path: [...place.path, "volumeMounts"] };
  // If a pod ends with its last container, both are inserted at one position: the inner one comes first.
  return combineEdits(
    manifestEdit(place, appendItem(place.yaml, mount, { name, mountPath: path })),
    manifestEdit(place, appendItem(place.yaml, { document, path: [...place.pod, "volumes"] }, { name, emptyDir })),
  );
}

/** An unused volume name. */
function freeName(place: ContainerPlace, preferredName: string): string {
  const usedNames = new Set(
    itemsAt(place, [...place.pod, "volumes"]).map((item) =>
      isMap(item) ? scalarText(pairIn(item, "name")?.value) : "",
    ),
  );
  const short = preferredName.slice(-60).replace(/^-+/, "");
  for (let at = 1; ; at++) {
    const name = at === 1 ? short : `${short.slice(-57).replace(/^-+/, "")}-${at}`;
    if (!usedNames.has(name)) return name;
  }
}

function itemsAt({ yaml, document }: ContainerPlace, path: Path): readonly unknown[] {
  const way = resolveYamlPath(yaml, { document, path });
  const node = "refused" in way || way.rest.length > 0 ? undefined : way.steps.at(-1)?.node;
  return node !== undefined && node !== null && "items" in node && Array.isArray(node.items) ? node.items : [];
}

/** The text of a scalar at keys of a node; undefined without one. */
function textAt(place: Pick<ContainerPlace, "yaml" | "document" | "path">, keys: Path): string | undefined {
  const way = resolveYamlPath(place.yaml, { document: place.document, path: [...place.path, ...keys] });
  if ("refused" in way || way.rest.length > 0) return undefined;
  const node = way.steps.at(-1)?.node;
  return isNull(node) ? undefined : scalarText(node);
}

/** Hint for a manual change. */
function byHand({ name }: ContainerSpec, change: SpecChange): string {
  if ("remove" in change) return "remove it by hand, and look what else uses it";
  if ("replace" in change) return `write ${change.by} there by hand`;
  if ("fromCaller" in change) return `take ${change.name} out of a Secret: valueFrom.secretKeyRef`;
  return `write it by hand for container ${name}`;
}
