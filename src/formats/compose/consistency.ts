import { isNull, itemsIn, mapIn, textIn, type ComposeNode, type MapNode } from "./compose-node.ts";
import { refuseCircles } from "./dependency-circles.ts";
import { refuseAt } from "./refuse-at.ts";
import { checkLimits, checkTargets } from "./service-limits.ts";
import type { ComposeQuirks } from "./quirks.ts";

/** Options for checking a model. */
export interface Checking {
  readonly quirks: ComposeQuirks;
  /** Services of disabled profiles. */
  readonly inactive: ReadonlySet<string>;
  /** Something that the project includes or extends was not read, so undefined names may be defined there. */
  readonly partial: boolean;
}

/** Docker compose's checks of a whole model with valid types. Throws `bad-config` with its words. */
export function checkConsistency(model: MapNode, checking: Checking): void {
  const services = mapIn(model, "services");
  for (const [name, service] of services) {
    if (service.kind !== "map") throw refuseAt(service.place, `services.${name} must be a mapping`);
    checkImage(name, service, checking);
    checkBuild(name, service, model, checking);
    checkWiring(name, service);
    if (!checking.partial) checkReferences(name, service, model, checking);
    checkLimits(name, service, checking.quirks);
    checkWatch(name, service);
    if (checking.quirks.checksMore) checkTargets(name, service);
  }
  for (const [name, secret] of mapIn(model, "secrets")) checkSecret(name, secret);
  refuseCircles(services);
  if (checking.quirks.checksMore) checkNames(services);
}

function checkImage(name: string, service: MapNode, { partial }: Checking): void {
  const { entries, place } = service;
  if (entries.has("build") || (textIn(entries.get("image")) ?? "") !== "" || entries.has("provider") || partial) return;
  throw refuseAt(
    place,
    `service "${name}" has neither an image nor a build context specified`,
    "Give it an image or a build context.",
  );
}

function checkBuild(name: string, service: MapNode, model: MapNode, { partial }: Checking): void {
  const build = mapIn(service, "build");
  const inline = build.get("dockerfile_inline");
  if (inline !== undefined && (textIn(inline) ?? "") !== "" && (textIn(build.get("dockerfile")) ?? "") !== "")
    throw refuseAt(inline.place, `service "${name}" declares mutualy exclusive dockerfile and dockerfile_inline`);
  for (const [key, context] of mapIn(service.entries.get("build"), "additional_contexts")) {
    const text = textIn(context) ?? "";
    if (!text.startsWith("service:") || partial) continue;
    const target = text.slice("service:".length);
    const targetService = mapIn(model, "services").get(target);
    const defect = targetService === undefined ? "unknown" : "non-buildable";
    if (targetService?.kind !== "map" || !targetService.entries.has("build"))
      throw refuseAt(
        context.place,
        `service "${name}" declares ${defect} service "${target}" as additional contexts ${key}`,
      );
  }
  const platform = textIn(service.entries.get("platform")) ?? "";
  const platforms = itemsIn(service.entries.get("build"), "platforms").map(textIn);
  const platformNode = service.entries.get("platform");
  if (platformNode !== undefined && platform !== "" && platforms.length > 0 && !platforms.includes(platform))
    throw refuseAt(platformNode.place, `service.build.platforms MUST include service.platform "${platform}"`);
}

function checkWiring(name: string, service: MapNode): void {
  const mode = service.entries.get("network_mode");
  if (mode !== undefined && (textIn(mode) ?? "") !== "" && mapIn(service, "networks").size > 0)
    throw refuseAt(mode.place, `service ${name} declares mutually exclusive \`network_mode\` and \`networks\``);
  const [first] = itemsIn(service.entries.get("healthcheck"), "test");
  if (first !== undefined && !["CMD", "CMD-SHELL", "NONE"].includes(textIn(first) ?? ""))
    throw refuseAt(first.place, 'healthcheck.test must start either by "CMD", "CMD-SHELL" or "NONE"');
}

function checkReferences(name: string, service: MapNode, model: MapNode, { inactive }: Checking): void {
  const services = mapIn(model, "services");
  const checkDeclared = (section: string, key: string, at: ComposeNode, kind = section.slice(0, -1)): void => {
    if (!mapIn(model, section).has(key))
      throw refuseAt(at.place, `service "${name}" refers to undefined ${kind} ${key}`, `Declare it under ${section}.`);
  };
  for (const [key, node] of mapIn(service, "networks")) checkDeclared("networks", key, node);
  for (const [on, node] of mapIn(service, "depends_on")) {
    if (services.has(on)) continue;
    const required = node.kind === "map" ? node.entries.get("required") : undefined;
    if (inactive.has(on) && required?.kind === "scalar" && required.value === false) continue;
    if (mapIn(model, "jobs").has(on))
      throw refuseAt(
        node.place,
        `service "${name}" cannot depend on job "${on}": services can only depend on other services`,
      );
    throw refuseAt(
      node.place,
      `service "${name}" depends on undefined service "${on}"`,
      "Declare it, or ask for its profile with --profile.",
    );
  }
  const sourceOf = (item: ComposeNode): string =>
    item.kind === "map" ? (textIn(item.entries.get("source")) ?? "") : "";
  for (const item of itemsIn(service, "volumes")) {
    if (item.kind !== "map" || textIn(item.entries.get("type")) !== "volume" || sourceOf(item) === "") continue;
    checkDeclared("volumes", sourceOf(item), item);
  }
  for (const item of itemsIn(service.entries.get("build"), "secrets"))
    checkDeclared("secrets", sourceOf(item), item, "build secret");
  for (const item of itemsIn(service, "configs")) checkDeclared("configs", sourceOf(item), item);
  for (const [key, node] of mapIn(service, "models")) checkDeclared("models", key, node);
  for (const item of itemsIn(service, "secrets")) checkDeclared("secrets", sourceOf(item), item);
}

function checkWatch(name: string, service: MapNode): void {
  for (const watch of itemsIn(service.entries.get("develop"), "watch")) {
    if (watch.kind !== "map" || (textIn(watch.entries.get("target")) ?? "") !== "") continue;
    if (["rebuild", "restart"].includes(textIn(watch.entries.get("action")) ?? "")) continue;
    throw refuseAt(watch.place, `services.${name}.develop.watch: target is required for non-rebuild actions`);
  }
}

function checkSecret(name: string, secret: ComposeNode): void {
  if (secret.kind !== "map") return;
  const external = secret.entries.get("external");
  if (external?.kind === "scalar" && external.value === true) return;
  const hasText = (key: string): boolean => (textIn(secret.entries.get(key)) ?? "") !== "";
  if (!hasText("file") && !hasText("environment"))
    throw refuseAt(secret.place, `secret "${name}" must declare either \`file\` or \`environment\``);
}

function checkNames(services: ReadonlyMap<string, ComposeNode>): void {
  const used = new Map<string, string>();
  for (const [name, service] of services) {
    const nameNode = service.kind === "map" ? service.entries.get("container_name") : undefined;
    const text = textIn(nameNode) ?? "";
    if (nameNode === undefined || isNull(nameNode) || text === "") continue;
    const otherService = used.get(text);
    if (otherService !== undefined)
      throw refuseAt(
        nameNode.place,
        `services.${name}: container name "${text}" is already in use by service ${otherService}`,
      );
    used.set(text, name);
  }
}
