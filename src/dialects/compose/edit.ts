import type { SpecChange, SpecEdits } from "../../domain/container/spec-change.ts";
import type { Located, ContainerSpec } from "../../domain/container/container-spec.ts";
import { isMap } from "yaml";
import type { Edited } from "../../edits/yaml/edited.ts";
import { insertKey } from "../../edits/yaml/insert.ts";
import { removeAt } from "../../edits/yaml/remove.ts";
import { replaceScalar } from "../../edits/yaml/replace.ts";
import { resolveYamlPath, type YamlPlace } from "../../edits/yaml/yaml-path.ts";
import type { NotEdited, YamlText } from "../../edits/yaml/yaml-text.ts";
import { asSize, setLimit, setLimitInPlaceOf } from "./edit/limits.ts";
import { copiedInto } from "./edit/read-only.ts";
import { atSaid } from "./edit/said-place.ts";
import { addItem, hasVariable, serviceOf, setValue, valueIn, type ComposeEdit, type Service } from "./edit/service.ts";
import { dollars } from "../../formats/compose/printed.ts";

type Texts = ReadonlyMap<string, string>;

/**
 * A change in a Compose file: in the layer with the value, else at the service's first definition. The result is one that docker
 * compose 2.26, 2.40 and 5.6 all accept, if they accepted the project before.
 */
export function changeCompose(container: ContainerSpec, change: SpecChange, texts: Texts): SpecEdits {
  const service = serviceOf(container, texts);
  const serviceEdit =
    "refused" in service ? service : isJson(container, texts) ? inJson : changeIn(service, container, change);
  if ("refused" in serviceEdit) return { refused: `${serviceEdit.refused}; ${byHand(container, change)}` };
  const [first, ...more] = serviceEdit.edits;
  return first === undefined ? { refused: "it is said already" } : { edits: [first, ...more], data: serviceEdit.data };
}

const inJson: NotEdited = { refused: "the file is JSON, and what is inserted is YAML" };

/** Compose reads such a file as YAML; programs that read it as JSON no longer could. */
function isJson({ at }: ContainerSpec, texts: Texts): boolean {
  return "file" in at && (texts.get(at.file) ?? "").trimStart().startsWith("{");
}

function changeIn(service: Service, container: ContainerSpec, change: SpecChange): ComposeEdit | NotEdited {
  if ("remove" in change) return atSaid(service, change.remove, (part, place) => removeAt(part.yaml, place));
  if ("replace" in change)
    return isOpen(change.replace)
      ? { refused: "the value comes from a variable" }
      : atSaid(service, change.replace, (part, place) =>
          change.long !== undefined && isMapAt(part.yaml, place)
            ? setKey(part.yaml, place, change.long)
            : replaceScalar(part.yaml, place, dollars(change.by), quotingFor(change.replace)),
        );
  if ("fromCaller" in change)
    return isOpen(change.fromCaller)
      ? { refused: "the value comes from a variable" }
      : atSaid(service, change.fromCaller, (part, place) =>
          replaceScalar(part.yaml, place, callersOwn(place, change.name)),
        );
  if ("add" in change) return add(service, container, change);
  const { set, to } = change;
  switch (set) {
    case "readOnly": {
      const problem = to ? copiedInto(service) : undefined;
      return problem === undefined ? setValue(service, ["read_only"], to) : { refused: problem };
    }
    case "init":
      return setValue(service, ["init"], to);
    case "user":
      // `user: 1000` is refused: it must be a text.
      return setValue(service, ["user"], dollars(to), "double");
    case "network":
      return setNetwork(service, to);
    case "noNewPrivileges":
      return setOption(service, container.noNewPrivileges, to, `no-new-privileges:${to}`);
    case "seccomp":
      return setOption(service, container.seccomp, to, `seccomp=${dollars(to)}`);
    case "shmBytes":
      return setValue(service, ["shm_size"], asSize(to));
    case "memoryBytes":
    case "memorySwapBytes":
    case "cpus":
    case "pids":
      return change.insteadOf === undefined
        ? setLimit(service, container, set, to)
        : setLimitInPlaceOf(service, container, change.insteadOf, set, to);
  }
}

function add(
  service: Service,
  container: ContainerSpec,
  { add: kind, value }: Extract<SpecChange, { readonly add: unknown }>,
): ComposeEdit | NotEdited {
  if (kind === "tmpfs" || kind === "volume") {
    const [path = ""] = value.split(":");
    const existingMount = container.mounts.find(
      (mount) => mount.value.path.replace(/(?<=.)\/$/, "") === path.replace(/(?<=.)\/$/, ""),
    );
    // Compose 2.26 accepts two mounts on one path, 2.40 and 5.6 refuse them.
    if (existingMount !== undefined) return { refused: `${path} is a mount already (${existingMount.pointer})` };
    return addItem(service, kind === "tmpfs" ? "tmpfs" : "volumes", dollars(value), false);
  }
  const capabilityName = (name: string): string => name.toUpperCase().replace(/^CAP_/, "");
  if (container[kind].some((capability) => capabilityName(capability.value) === capabilityName(value)))
    return { refused: `${value} is said already` };
  return addItem(service, kind === "capAdd" ? "cap_add" : "cap_drop", value, false);
}

/** Sets an entry of `security_opt`: replaces an existing one, or adds it once over all layers. */
function setOption(
  service: Service,
  currentOption: Located<unknown> | undefined,
  value: unknown,
  option: string,
): ComposeEdit | NotEdited {
  if (currentOption === undefined) return addItem(service, "security_opt", option, true);
  if (currentOption.value === value) return { refused: "it is said already" };
  if (isOpen(currentOption)) return { refused: "the value comes from a variable" };
  return atSaid(service, currentOption, (part, place) => replaceScalar(part.yaml, place, option));
}

function setNetwork(service: Service, to: string): ComposeEdit | NotEdited {
  const parts = [...service.written.flat(), ...service.parents];
  const conflictingKey = ["networks", "ports"].find((key) => parts.some((part) => valueIn(part, [key]) !== undefined));
  if (conflictingKey !== undefined) return { refused: `compose takes no network_mode beside ${conflictingKey}` };
  return setValue(service, ["network_mode"], dollars(to));
}

/** Whether the value is a map, the long form. */
function isMapAt(yaml: YamlText, place: YamlPlace): boolean {
  const way = resolveYamlPath(yaml, place);
  return !("refused" in way) && way.rest.length === 0 && isMap(way.steps.at(-1)?.node);
}

/** One key of the long form. */
function setKey(yaml: YamlText, place: YamlPlace, { key, value }: { key: string; value: string }): Edited {
  const at = { ...place, path: [...place.path, key] };
  const way = resolveYamlPath(yaml, at);
  if ("refused" in way) return way;
  return way.rest.length === 0 ? replaceScalar(yaml, at, value) : insertKey(yaml, at, value);
}

function isOpen({ written, hidden }: Located<unknown>): boolean {
  return hidden === true || hasVariable(written ?? "");
}

/** Compose substitutes the variable; a list item includes the name. */
/** Compose stops where the variable is unset, instead of starting with an empty secret. */
function callersOwn({ path }: YamlPlace, name: string): string {
  return `${typeof path.at(-1) === "number" ? `${name}=` : ""}\${${name}:?set ${name}}`;
}

function quotingFor({ pointer }: Located<unknown>): "plain" | "double" {
  return /\.(?:user|ports)$/.test(pointer) ? "double" : "plain";
}

/** Hint for a manual change. */
function byHand({ name }: ContainerSpec, change: SpecChange): string {
  if ("remove" in change) return `remove it by hand, and look what else uses it`;
  if ("replace" in change)
    return change.long !== undefined && /target["']?\s*:/.test(change.replace.written ?? "")
      ? `write ${change.long.key}: ${change.long.value} there by hand`
      : `write ${change.by} there by hand`;
  if ("fromCaller" in change) return `write \${${change.name}:?set ${change.name}} there by hand`;
  return `write it by hand for service ${name}`;
}
