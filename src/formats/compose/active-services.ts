import { itemsIn, mapAt, mapIn, textIn, withKeys, type ComposeNode, type MapNode } from "./compose-node.ts";

/** Whether a service runs: it has no profile, or an enabled one; `*` enables all. */
function isActive(service: ComposeNode, profiles: readonly string[]): boolean {
  const serviceProfiles = itemsIn(service, "profiles").map((item) => textIn(item) ?? "");
  return (
    serviceProfiles.length === 0 ||
    serviceProfiles.some((profile) => profiles.includes(profile) || profiles.includes("*"))
  );
}

/** The model with the services of these profiles, and the names of the others. */
export function activeServices(
  model: MapNode,
  profiles: readonly string[],
): { readonly model: MapNode; readonly inactive: readonly string[] } {
  const services = [...mapIn(model, "services")];
  const active = services.filter(([, service]) => isActive(service, profiles));
  const inactive = services.filter(([, service]) => !isActive(service, profiles)).map(([name]) => name);
  const at = model.entries.get("services") ?? model;
  const jobs = [...mapIn(model, "jobs")].filter(([, job]) => isActive(job, profiles));
  return {
    model: withKeys(model, [
      ["services", mapAt({ place: at.place }, active)],
      ["jobs", jobs.length === 0 ? undefined : mapAt({ place: model.place }, jobs)],
    ]),
    inactive: inactive.toSorted(),
  };
}

/** Without networks, volumes, secrets and configs that no service of the model uses, as docker compose prints it. */
export function withoutUnused(model: MapNode): MapNode {
  const services = [...mapIn(model, "services").values()];
  const sources = (node: ComposeNode | undefined, key: string): string[] =>
    itemsIn(node, key).flatMap((item) => (item.kind === "map" ? [textIn(item.entries.get("source")) ?? ""] : []));
  const build = (node: ComposeNode) => (node.kind === "map" ? node.entries.get("build") : undefined);
  const used = new Map([
    ["networks", new Set(services.flatMap((service) => [...mapIn(service, "networks").keys()]))],
    [
      "volumes",
      new Set(
        services.flatMap((service) =>
          itemsIn(service, "volumes").flatMap((item) =>
            item.kind === "map" && textIn(item.entries.get("type")) === "volume"
              ? [textIn(item.entries.get("source")) ?? ""]
              : [],
          ),
        ),
      ),
    ],
    [
      "secrets",
      new Set(services.flatMap((service) => [...sources(service, "secrets"), ...sources(build(service), "secrets")])),
    ],
    ["configs", new Set(services.flatMap((service) => sources(service, "configs")))],
    ["models", new Set(services.flatMap((service) => [...mapIn(service, "models").keys()]))],
  ]);
  return withKeys(
    model,
    [...used].flatMap(([section, names]) => {
      const node = model.entries.get(section);
      if (node?.kind !== "map") return [];
      return [
        [
          section,
          mapAt(
            node,
            [...node.entries].filter(([name]) => names.has(name)),
          ),
        ] as const,
      ];
    }),
  );
}
