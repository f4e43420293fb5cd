import { Failure } from "../../../domain/failure.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import { placeAt } from "../../../edits/yaml/at-offset.ts";
import { readManifestText } from "../../../edits/container-spec/kubernetes/container-place.ts";
import { withSteps, type ManifestStep } from "../../../edits/container-spec/kubernetes/manifest-steps.ts";
import type { EmitOptions } from "../../../emit/emitter.ts";
import { podSettings, type PodSettings } from "../../../emit/kubernetes/pod-settings.ts";
import { volumeNames } from "../../../emit/kubernetes/kube-names.ts";
import { ofPod } from "../../../facts/container-spec/of-pod.ts";
import { imageReference } from "../../../facts/container-spec/image-reference.ts";
import type { WrittenContainer } from "../../../domain/container-spec/written-container.ts";
import { itemsAt, scalarAt, textAt } from "../../../formats/kubernetes/kube-node.ts";
import { podOf, type Pod, type PodContainer } from "../../../formats/kubernetes/pods-of.ts";
import { quantity } from "../../../formats/kubernetes/quantity.ts";
import { readManifest } from "../../../formats/kubernetes/read-manifest.ts";
import { keptOtherwise, saidSysctl, type KeptLoss } from "./kept-otherwise.ts";
import { leftInManifest, seLinuxOf } from "./left-in-manifest.ts";
import { manifestProblem } from "../../fix/kubernetes/manifest-problem.ts";
import { withoutSlash } from "../../../text/cut.ts";

export interface IntoManifest {
  readonly text: string;
  /** What the manifest keeps otherwise than the profile says. */
  readonly losses: readonly KeptLoss[];
  /** Of the container that was edited. */
  readonly container: string;
}

interface Meant {
  readonly pod: Pod;
  readonly one: PodContainer;
  readonly written: WrittenContainer;
}

/**
 * A manifest whose container says what a profile does, by edits of ranges: all else of the file stays byte for byte. The container is the one that is
 * named, else the one whose image has the profile's name. Throws `Failure` where there is none, or more than one, or where an edit is not safe.
 */
export function intoManifest(
  { file, text }: { readonly file: string; readonly text: string },
  profile: Profile,
  options: EmitOptions & { readonly container?: string; readonly minor: number },
): IntoManifest {
  const { pod, one, written } = meantIn(file, text, options.image ?? profile.image.name, options.container);
  const settings = podSettings(profile, options);
  const yaml = readManifestText(text);
  const refuse = (why: string): Failure =>
    new Failure("bad-usage", `${file} is not edited: ${why}`, {
      hint: "Change that place by hand, or apply a patch: hullproof emit PROFILE --to kubernetes-patch",
    });
  if ("refused" in yaml) throw refuse(yaml.refused);
  const place = placeAt(yaml, one.node.span.start);
  if (place === undefined) throw refuse("nothing stands there");
  const container = stepsOf(one.pointer);
  const at = { file, document: place.document, container, pod: stepsOf(pod.pointer) };
  const done = withSteps(text, at, stepsFor(settings, pod, one, written));
  if ("refused" in done) throw refuse(done.refused);
  const problem = manifestProblem(file, text, done.text, { changes: done.changes, comments: [] }, options.minor);
  if (problem !== undefined) throw refuse(problem);
  const losses = [
    ...keptOtherwise(settings, profile, pod, written),
    ...leftInManifest({ settings, profile, pod, one, written }),
  ];
  return { text: done.text, losses, container: one.name };
}

function stepsFor(settings: PodSettings, pod: Pod, one: PodContainer, written: WrittenContainer): ManifestStep[] {
  const { context, add, seccomp, limits, memory, directories, fsGroup } = settings;
  const own = (path: readonly string[]): { readonly of: "container"; readonly path: readonly string[] } => ({
    of: "container",
    path: ["securityContext", ...path],
  });
  const said = (key: string, list = "limits"): number =>
    quantity(String(scalarAt(one.node, "resources", list, key)?.value ?? "0")) ?? 0;
  // Kubernetes refuses a request above its limit.
  const { memory: most, cpu } = limits;
  const limited = [["memory", most] as const, ...(cpu === undefined ? [] : [["cpu", cpu] as const])];
  const lowered = limited.filter(([key, set]) => said(key, "requests") > (quantity(set) ?? 0));
  const mounted = new Set(written.mounts.map(({ value }) => withoutSlash(value.path)));
  const wanted = [
    ...memory.map(({ path, sizeLimit }) => ({
      path,
      name: `tmpfs${path}`,
      source: { medium: "Memory" as const, sizeLimit },
    })),
    ...directories.map((path) => ({ path, name: `data${path}`, source: {} })),
  ];
  const missing = wanted.filter(({ path }) => !mounted.has(withoutSlash(path)));
  const names = freeNames(
    pod,
    missing.map(({ name }) => name),
  );
  return [
    // The API refuses `allowPrivilegeEscalation: false` beside SYS_ADMIN: there the profile does without.
    ...("allowPrivilegeEscalation" in context ? [] : [{ ...own(["allowPrivilegeEscalation"]), remove: true as const }]),
    ...["privileged", "procMount", "windowsOptions", ...ownModules(one)].map(
      (key) => ({ ...own([key]), remove: true }) as const,
    ),
    ...Object.entries(context).map(([key, set]) => ({ ...own([key]), set })),
    { ...own(["capabilities", "drop"]), exactly: ["ALL"] },
    add.length === 0
      ? { ...own(["capabilities", "add"]), remove: true as const }
      : { ...own(["capabilities", "add"]), exactly: add },
    { ...own(["seccompProfile", "type"]), set: seccomp.type },
    seccomp.localhostProfile === undefined
      ? { ...own(["seccompProfile", "localhostProfile"]), remove: true as const }
      : { ...own(["seccompProfile", "localhostProfile"]), set: seccomp.localhostProfile },
    ...lowered.map(([key, set]) => ({ of: "container", path: ["resources", "requests", key], set }) as const),
    ...limited.map(([key, set]) => ({ of: "container", path: ["resources", "limits", key], set }) as const),
    ...missing.map(({ path }, index) => {
      const append = { name: names[index] ?? "", mountPath: path };
      return { of: "container", path: ["volumeMounts"], append } as const;
    }),
    ...missing.map(({ source }, index) => {
      const append = { name: names[index] ?? "", emptyDir: source };
      return { of: "pod", path: ["volumes"], append } as const;
    }),
    ...settings.sysctls
      .filter(({ name }) => saidSysctl(pod, name) === undefined)
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

/** Of the container: what takes AppArmor or a type of SELinux away from it. */
function ownModules({ node }: PodContainer): readonly string[] {
  return [
    ...(textAt(node, "securityContext", "appArmorProfile", "type") === "Unconfined" ? ["appArmorProfile"] : []),
    ...(seLinuxOf(node) === "" ? [] : ["seLinuxOptions"]),
  ];
}

function meantIn(file: string, text: string, image: string, name: string | undefined): Meant {
  const wanted = imageReference(image)?.name;
  const all = readManifest(file, text).objects.flatMap((object): Meant[] => {
    const pod = podOf(object);
    if (pod === undefined) return [];
    const written = ofPod(pod, file);
    return pod.containers.flatMap((one, index): Meant[] => {
      const own = written[index];
      return own === undefined ? [] : [{ pod, one, written: own }];
    });
  });
  const found = all.filter(({ one }) => {
    if (name !== undefined) return one.name === name;
    const own = textAt(one.node, "image");
    return own !== undefined && wanted !== undefined && imageReference(own)?.name === wanted;
  });
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  const named = all.map(({ pod, one }) => `${one.name} of ${pod.object.kind} ${pod.object.name}`).join(", ");
  const what = name === undefined ? `whose image is ${wanted ?? image}` : `with the name ${name}`;
  throw new Failure(
    "bad-usage",
    found.length === 0 ? `${file} has no container ${what}` : `${file} has ${found.length} containers ${what}`,
    {
      hint:
        named === ""
          ? "Name a manifest that makes a pod."
          : `Name one with --container: it has ${named}. Put two of one name into separate files.`,
    },
  );
}

/** Names that no volume of the pod has. */
function freeNames({ spec }: Pod, wanted: readonly string[]): readonly string[] {
  const taken = itemsAt(spec, "volumes").map((volume) => textAt(volume, "name") ?? "");
  return volumeNames([...taken, ...wanted]).slice(taken.length);
}

/** `items[0].spec` -> `items`, 0, `spec`; no key on the way to a container has a dot. */
function stepsOf(pointer: string): readonly (string | number)[] {
  return pointer.split(".").flatMap((part): (string | number)[] => {
    const [, key = part, index] = /^(\w+)\[(\d+)\]$/.exec(part) ?? [];
    return index === undefined ? [key] : [key, Number(index)];
  });
}
