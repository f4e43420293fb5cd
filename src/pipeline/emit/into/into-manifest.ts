import { Failure } from "../../../domain/failure.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import { placeAt } from "../../../edits/yaml/at-offset.ts";
import { readManifestText } from "../../../dialects/kubernetes/edit/container-place.ts";
import { withSteps, type ManifestStep } from "../../../dialects/kubernetes/edit/manifest-steps.ts";
import type { EmitOptions } from "../../../dialects/emitter.ts";
import { podSettings, type PodSettings } from "../../../dialects/kubernetes/pod/pod-settings.ts";
import { volumeNames } from "../../../dialects/kubernetes/pod/kube-names.ts";
import { ofPod } from "../../../dialects/kubernetes/read-pod.ts";
import { imageReference } from "../../../facts/container-spec/image-reference.ts";
import type { ContainerSpec } from "../../../domain/container/container-spec.ts";
import { itemsAt, scalarAt, textAt } from "../../../formats/kubernetes/kube-node.ts";
import { podOf, type Pod, type PodContainer } from "../../../formats/kubernetes/pods-of.ts";
import { quantity } from "../../../formats/kubernetes/quantity.ts";
import { readManifest } from "../../../formats/kubernetes/read-manifest.ts";
import { lossesOfKeptSettings, sysctlOf, type ManifestLoss } from "./kept-settings.ts";
import { remainingPrivileges, seLinuxOf } from "./remaining-privileges.ts";
import { manifestProblem } from "../../../dialects/kubernetes/edit-problem.ts";
import { withoutSlash } from "../../../text/cut.ts";

export interface IntoManifest {
  readonly text: string;
  /** Settings where the manifest differs from the profile. */
  readonly losses: readonly ManifestLoss[];
  /** Name of the edited container. */
  readonly container: string;
}

interface ManifestContainer {
  readonly pod: Pod;
  readonly one: PodContainer;
  readonly written: ContainerSpec;
}

/**
 * Writes a profile into a manifest's container by edits of ranges: the rest of the file stays byte for byte. The container is the
 * named one, else the one whose image has the profile's name. Throws `Failure` where there is none, or more than one, or where an edit is not safe.
 */
export function intoManifest(
  { file, text }: { readonly file: string; readonly text: string },
  profile: Profile,
  options: EmitOptions & { readonly container?: string; readonly minor: number },
): IntoManifest {
  const { pod, one, written } = findContainer(file, text, options.image ?? profile.image.name, options.container);
  const settings = podSettings(profile, options);
  const yaml = readManifestText(text);
  const refuse = (reason: string): Failure =>
    new Failure("bad-usage", `${file} is not edited: ${reason}`, {
      hint: "Change that place by hand, or apply a patch: hullproof emit PROFILE --to kubernetes-patch",
    });
  if ("refused" in yaml) throw refuse(yaml.refused);
  const place = placeAt(yaml, one.node.span.start);
  if (place === undefined) throw refuse("nothing stands there");
  const container = stepsOf(one.pointer);
  const at = { file, document: place.document, container, pod: stepsOf(pod.pointer) };
  const edit = withSteps(text, at, stepsFor(settings, pod, one, written));
  if ("refused" in edit) throw refuse(edit.refused);
  const problem = manifestProblem(file, text, edit.text, { changes: edit.changes, comments: [] }, options.minor);
  if (problem !== undefined) throw refuse(problem);
  const losses = [
    ...lossesOfKeptSettings(settings, profile, pod, written),
    ...remainingPrivileges({ settings, profile, pod, container: one, spec: written }),
  ];
  return { text: edit.text, losses, container: one.name };
}

function stepsFor(settings: PodSettings, pod: Pod, container: PodContainer, spec: ContainerSpec): ManifestStep[] {
  const { context, add, seccomp, limits, memory, directories, fsGroup } = settings;
  const securityContextPath = (
    path: readonly string[],
  ): { readonly of: "container"; readonly path: readonly string[] } => ({
    of: "container",
    path: ["securityContext", ...path],
  });
  const quantityOf = (key: string, list = "limits"): number =>
    quantity(String(scalarAt(container.node, "resources", list, key)?.value ?? "0")) ?? 0;
  // Kubernetes refuses a request above its limit.
  const { memory: maxMemory, cpu } = limits;
  const limited = [["memory", maxMemory] as const, ...(cpu === undefined ? [] : [["cpu", cpu] as const])];
  const lowered = limited.filter(([key, set]) => quantityOf(key, "requests") > (quantity(set) ?? 0));
  const mounted = new Set(spec.mounts.map(({ value }) => withoutSlash(value.path)));
  const volumes = [
    ...memory.map(({ path, sizeLimit }) => ({
      path,
      name: `tmpfs${path}`,
      source: { medium: "Memory" as const, sizeLimit },
    })),
    ...directories.map((path) => ({ path, name: `data${path}`, source: {} })),
  ];
  const missingVolumes = volumes.filter(({ path }) => !mounted.has(withoutSlash(path)));
  const names = freeNames(
    pod,
    missingVolumes.map(({ name }) => name),
  );
  return [
    // The API refuses `allowPrivilegeEscalation: false` together with SYS_ADMIN, so the profile omits it there.
    ...("allowPrivilegeEscalation" in context
      ? []
      : [{ ...securityContextPath(["allowPrivilegeEscalation"]), remove: true as const }]),
    ...["privileged", "procMount", "windowsOptions", ...ownModules(container)].map(
      (key) => ({ ...securityContextPath([key]), remove: true }) as const,
    ),
    ...Object.entries(context).map(([key, set]) => ({ ...securityContextPath([key]), set })),
    { ...securityContextPath(["capabilities", "drop"]), exactly: ["ALL"] },
    add.length === 0
      ? { ...securityContextPath(["capabilities", "add"]), remove: true as const }
      : { ...securityContextPath(["capabilities", "add"]), exactly: add },
    { ...securityContextPath(["seccompProfile", "type"]), set: seccomp.type },
    seccomp.localhostProfile === undefined
      ? { ...securityContextPath(["seccompProfile", "localhostProfile"]), remove: true as const }
      : { ...securityContextPath(["seccompProfile", "localhostProfile"]), set: seccomp.localhostProfile },
    ...lowered.map(([key, set]) => ({ of: "container", path: ["resources", "requests", key], set }) as const),
    ...limited.map(([key, set]) => ({ of: "container", path: ["resources", "limits", key], set }) as const),
    ...missingVolumes.map(({ path }, index) => {
      const append = { name: names[index] ?? "", mountPath: path };
      return { of: "container", path: ["volumeMounts"], append } as const;
    }),
    ...missingVolumes.map(({ source }, index) => {
      const append = { name: names[index] ?? "", emptyDir: source };
      return { of: "pod", path: ["volumes"], append } as const;
    }),
    ...settings.sysctls
      .filter(({ name }) => sysctlOf(pod, name) === undefined)
      .map((append) => ({ of: "pod", path: ["securityContext", "sysctls"], append }) as const),
    ...settings.without.map((key) => ({ of: "pod", path: [key], remove: true }) as const),
    ...settings.pod.map(([path, unlessSaid]) => ({ of: "pod", path, unlessSaid }) as const),
    ...(fsGroup === undefined
      ? []
      : ([
          { of: "pod", path: ["securityContext", "fsGroup"], unlessSaid: fsGroup },
          { of: "pod", path: ["securityContext", "fsGroupChangePolicy"], unlessSaid: "OnRootMismatch" },
        ] as const)),
  ];
}

/** Fields of the container that disable AppArmor or change its SELinux type. */
function ownModules({ node }: PodContainer): readonly string[] {
  return [
    ...(textAt(node, "securityContext", "appArmorProfile", "type") === "Unconfined" ? ["appArmorProfile"] : []),
    ...(seLinuxOf(node) === "" ? [] : ["seLinuxOptions"]),
  ];
}

function findContainer(file: string, text: string, image: string, name: string | undefined): ManifestContainer {
  const imageName = imageReference(image)?.name;
  const candidates = readManifest(file, text).objects.flatMap((object): ManifestContainer[] => {
    const pod = podOf(object);
    if (pod === undefined) return [];
    const specs = ofPod(pod, file);
    return pod.containers.flatMap((container, index): ManifestContainer[] => {
      const spec = specs[index];
      return spec === undefined ? [] : [{ pod, one: container, written: spec }];
    });
  });
  const matches = candidates.filter(({ one }) => {
    if (name !== undefined) return one.name === name;
    const containerImage = textAt(one.node, "image");
    return (
      containerImage !== undefined && imageName !== undefined && imageReference(containerImage)?.name === imageName
    );
  });
  const [first] = matches;
  if (first !== undefined && matches.length === 1) return first;
  const candidateNames = candidates
    .map(({ pod, one }) => `${one.name} of ${pod.object.kind} ${pod.object.name}`)
    .join(", ");
  const criterion = name === undefined ? `whose image is ${imageName ?? image}` : `with the name ${name}`;
  throw new Failure(
    "bad-usage",
    matches.length === 0
      ? `${file} has no container ${criterion}`
      : `${file} has ${matches.length} containers ${criterion}`,
    {
      hint:
        candidateNames === ""
          ? "Name a manifest that makes a pod."
          : `Name one with --container: it has ${candidateNames}. Put two of one name into separate files.`,
    },
  );
}

/** Unused volume names for the pod. */
function freeNames({ spec }: Pod, volumeCandidates: readonly string[]): readonly string[] {
  const usedNames = itemsAt(spec, "volumes").map((volume) => textAt(volume, "name") ?? "");
  return volumeNames([...usedNames, ...volumeCandidates]).slice(usedNames.length);
}

/** `items[0].spec` -> `items`, 0, `spec`; keys on the path to a container contain no dot. */
function stepsOf(pointer: string): readonly (string | number)[] {
  return pointer.split(".").flatMap((part): (string | number)[] => {
    const [, key = part, index] = /^(\w+)\[(\d+)\]$/.exec(part) ?? [];
    return index === undefined ? [key] : [key, Number(index)];
  });
}
