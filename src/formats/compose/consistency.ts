import { isNull, itemsIn, mapIn, textIn, type ComposeNode, type MapNode } from "./compose-node.ts";
import { byteSize } from "./byte-size.ts";
import { goText } from "./go-text.ts";
import { refuseAt } from "./refuse-at.ts";

/** What docker compose refuses in a whole model (compose-go, loader/validate.go). `inactive` are services of other profiles. Throws `bad-config`. */
export function checkConsistency(model: MapNode, inactive: ReadonlySet<string>): void {
  const services = mapIn(model, "services");
  for (const [name, service] of services) {
    if (service.kind !== "map") throw refuseAt(service.place, `services.${name} must be a mapping`);
    checkService(name, service);
    checkReferences(name, service, model, inactive);
    checkLimits(name, service);
    checkTargets(name, service);
  }
  checkCircle(services);
}

function checkService(name: string, service: MapNode): void {
  const { entries, place } = service;
  const image = entries.get("image");
  if (!entries.has("build") && (textIn(image) ?? "") === "" && !entries.has("provider"))
    throw refuseAt(place, `service "${name}" has neither an image nor a build context specified`);
  const build = mapIn(service, "build");
  const inline = build.get("dockerfile_inline");
  if (inline !== undefined && (textIn(inline) ?? "") !== "" && (textIn(build.get("dockerfile")) ?? "") !== "")
    throw refuseAt(inline.place, `service "${name}" declares mutualy exclusive dockerfile and dockerfile_inline`);
  const mode = entries.get("network_mode");
  if ((textIn(mode) ?? "") !== "" && mapIn(service, "networks").size > 0)
    throw refuseAt(
      mode?.place ?? place,
      `service ${name} declares mutually exclusive \`network_mode\` and \`networks\``,
    );
  const [first] = itemsIn(service.entries.get("healthcheck"), "test");
  if (first !== undefined && !["CMD", "CMD-SHELL", "NONE"].includes(textIn(first) ?? ""))
    throw refuseAt(first.place, 'healthcheck.test must start either by "CMD", "CMD-SHELL" or "NONE"');
}

function checkReferences(name: string, service: MapNode, model: MapNode, inactive: ReadonlySet<string>): void {
  const services = mapIn(model, "services");
  const known = (section: string, key: string, at: ComposeNode): void => {
    if (!mapIn(model, section).has(key))
      throw refuseAt(
        at.place,
        `service "${name}" refers to undefined ${section.slice(0, -1)} ${key}`,
        `Declare it under ${section}.`,
      );
  };
  for (const [key, node] of mapIn(service, "networks")) known("networks", key, node);
  for (const [key, node] of mapIn(service, "models")) known("models", key, node);
  for (const section of ["configs", "secrets"])
    for (const item of [
      ...itemsIn(service, section),
      ...(section === "secrets" ? itemsIn(service.entries.get("build"), "secrets") : []),
    ])
      if (item.kind === "map") known(section, textIn(item.entries.get("source")) ?? "", item);
  for (const item of itemsIn(service, "volumes")) {
    const source =
      item.kind === "map" && textIn(item.entries.get("type")) === "volume"
        ? textIn(item.entries.get("source"))
        : undefined;
    if (source !== undefined && source !== "") known("volumes", source, item);
  }
  for (const [on, node] of mapIn(service, "depends_on")) {
    if (services.has(on)) continue;
    const required = node.kind === "map" ? node.entries.get("required") : undefined;
    if (inactive.has(on) && required?.kind === "scalar" && required.value === false) continue;
    throw refuseAt(
      node.place,
      `service "${name}" depends on undefined service "${on}"`,
      "Declare it, or ask for its profile with --profile.",
    );
  }
}

const limits = [
  ["cpus", "limits", "cpus"],
  ["mem_limit", "limits", "memory"],
  ["mem_reservation", "reservations", "memory"],
  ["pids_limit", "limits", "pids"],
] as const;

function checkLimits(name: string, service: MapNode): void {
  const deploy = service.entries.get("deploy");
  const [scale, replicas] = [service.entries.get("scale"), mapIn(service, "deploy").get("replicas")];
  if (!isNull(scale) && !isNull(replicas) && amount(scale) !== amount(replicas))
    throw refuseAt(
      scale?.place ?? service.place,
      `services.${name}: can't set distinct values on 'scale' and 'deploy.replicas'`,
    );
  const count = scale ?? replicas;
  if (count !== undefined && amount(count) > 1 && service.entries.has("container_name"))
    throw refuseAt(
      count.place,
      `services.${name}: can't set container_name and scale as container name must be unique`,
    );
  for (const [key, block, field] of limits) {
    const own = service.entries.get(key);
    const resources = deploy?.kind === "map" ? deploy.entries.get("resources") : undefined;
    const other = resources?.kind === "map" ? resources.entries.get(block) : undefined;
    if (own === undefined || other?.kind !== "map" || amount(own) === 0) continue;
    if (amount(own) !== amount(other.entries.get(field)))
      throw refuseAt(
        own.place,
        `services.${name}: can't set distinct values on '${key}' and 'deploy.resources.${block}.${field}'`,
        "Say it in one of the two.",
      );
  }
}

function amount(node: ComposeNode | undefined): number {
  if (node?.kind !== "scalar" || node.value === null) return 0;
  const text = goText(node.value);
  return Number.isFinite(Number(text)) ? Math.fround(Number(text)) : (byteSize(text) ?? 0);
}

function checkTargets(name: string, service: MapNode): void {
  const seen = new Map<string, string>();
  const add = (target: string, where: string, at: ComposeNode): void => {
    const before = seen.get(target);
    if (before !== undefined) throw refuseAt(at.place, `${where}: target ${target} already mounted as ${before}`);
    seen.set(target, where);
  };
  const tmpfs = service.entries.get("tmpfs");
  const list = tmpfs?.kind === "list" ? tmpfs.items : tmpfs === undefined ? [] : [tmpfs];
  for (const [at, item] of list.entries())
    add(textIn(item)?.split(":")[0] ?? "", `services.${name}.tmpfs[${at}]`, item);
  for (const [at, item] of itemsIn(service, "volumes").entries())
    if (item.kind === "map") add(textIn(item.entries.get("target")) ?? "", `services.${name}.volumes[${at}]`, item);
}

/** Dependencies in a circle. */
function checkCircle(services: ReadonlyMap<string, ComposeNode>): void {
  const done = new Set<string>();
  for (const start of services.keys()) {
    const path: { name: string; rest: string[] }[] = [];
    const enter = (name: string): void =>
      void path.push({ name, rest: [...mapIn(services.get(name), "depends_on").keys()] });
    if (!done.has(start)) enter(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.rest.pop();
      const service = services.get(next ?? top.name);
      if (next === undefined) {
        done.add(top.name);
        path.pop();
      } else if (path.some(({ name }) => name === next) && service !== undefined)
        throw refuseAt(
          service.place,
          `dependency cycle detected: ${[...path.map(({ name }) => name), next].join(" -> ")}`,
        );
      else if (service !== undefined && !done.has(next)) enter(next);
    }
  }
}
