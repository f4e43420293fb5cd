import { byteSize } from "./byte-size.ts";
import { isNull, itemsIn, mapAt, mapIn, textIn, withKeys, type ComposeNode, type MapNode } from "./compose-node.ts";
import { goText } from "./go-text.ts";
import { refuseAt } from "./refuse-at.ts";
import type { ComposeQuirks } from "./quirks.ts";

const limits = [
  ["cpus", "limits", "cpus"],
  ["mem_limit", "limits", "memory"],
  ["mem_reservation", "reservations", "memory"],
  ["pids_limit", "limits", "pids"],
] as const;

/** Counts and limits that are said twice must be equal. Throws `bad-config`. */
export function checkLimits(name: string, service: MapNode, quirks: ComposeQuirks): void {
  const deploy = service.entries.get("deploy");
  const [scale, replicas] = [service.entries.get("scale"), mapIn(service, "deploy").get("replicas")];
  if (!isNull(scale) && !isNull(replicas) && amount(scale) !== amount(replicas))
    throw refuseAt(
      scale?.place ?? service.place,
      `services.${name}: can't set distinct values on 'scale' and 'deploy.replicas'`,
    );
  if (quirks.checksMore)
    for (const [key, count] of [["scale", scale] as const, ["deploy.replicas", replicas] as const])
      if (count !== undefined && amount(count) < 0)
        throw refuseAt(count.place, `services.${name}.${key}: must be greater than or equal to 0`);
  for (const [key, block, field] of limits) {
    const serviceLimit = service.entries.get(key);
    const resources = deploy?.kind === "map" ? deploy.entries.get("resources") : undefined;
    const deployBlock = resources?.kind === "map" ? resources.entries.get(block) : undefined;
    if (serviceLimit === undefined || deployBlock?.kind !== "map" || amount(serviceLimit) === 0) continue;
    if (amount(serviceLimit) !== amount(deployBlock.entries.get(field)))
      throw refuseAt(
        serviceLimit.place,
        `services.${name}: can't set distinct values on '${key}' and 'deploy.resources.${block}.${field}'`,
        "Say it in one of the two.",
      );
  }
  const count = scale ?? replicas;
  if (count !== undefined && amount(count) > 1 && (textIn(service.entries.get("container_name")) ?? "") !== "")
    throw refuseAt(
      count.place,
      `services.${name}: can't set container_name and ${scale === undefined ? "deploy.replicas" : "scale"} as container name must be unique`,
      "Remove the name, or run one container.",
    );
}

function amount(node: ComposeNode | undefined): number {
  if (node?.kind !== "scalar" || node.value === null) return 0;
  const text = goText(node);
  return Number.isFinite(Number(text)) ? Math.fround(Number(text)) : (byteSize(text) ?? 0);
}

/** No two mounts have one target. Throws `bad-config`. */
export function checkTargets(name: string, service: MapNode): void {
  const mountsByTarget = new Map<string, string>();
  const add = (target: string, location: string, at: ComposeNode): void => {
    const firstMount = mountsByTarget.get(target);
    if (firstMount !== undefined)
      throw refuseAt(at.place, `${location}: target ${target} already mounted as ${firstMount}`);
    mountsByTarget.set(target, location);
  };
  const tmpfs = service.entries.get("tmpfs");
  const list = tmpfs?.kind === "list" ? tmpfs.items : tmpfs === undefined ? [] : [tmpfs];
  for (const [at, item] of list.entries())
    add(textIn(item)?.split(":")[0] ?? "", `services.${name}.tmpfs[${at}]`, item);
  for (const [at, item] of itemsIn(service, "volumes").entries())
    if (item.kind === "map") add(textIn(item.entries.get("target")) ?? "", `services.${name}.volumes[${at}]`, item);
}

/** The model with the count of a service under `deploy` too, where it has both. */
export function withReplicas(model: MapNode): MapNode {
  const services = [...mapIn(model, "services")].map(([name, service]) => {
    const scale = service.kind === "map" ? service.entries.get("scale") : undefined;
    const deploy = service.kind === "map" ? service.entries.get("deploy") : undefined;
    if (service.kind !== "map" || scale === undefined || deploy?.kind !== "map") return [name, service] as const;
    return [name, withKeys(service, [["deploy", withKeys(deploy, [["replicas", scale]])]])] as const;
  });
  const at = model.entries.get("services") ?? model;
  return withKeys(model, [["services", mapAt({ place: at.place }, services)]]);
}
