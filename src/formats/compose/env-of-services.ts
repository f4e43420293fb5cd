import {
  isNull,
  itemsIn,
  mapAt,
  mapIn,
  scalarAt,
  textIn,
  withKeys,
  type ComposeNode,
  type MapNode,
  type Place,
} from "./compose-node.ts";
import { goText } from "./go-text.ts";
import type { ComposeQuirks } from "./quirks.ts";

export interface EnvReading {
  /** Variables of an env or label file; undefined for one that is not there and need not be. */
  variables(
    path: string,
    from: Place,
    options: {
      readonly required: boolean;
      readonly format: string;
      readonly lookup: (name: string) => string | undefined;
      /** Of earlier files. */
      readonly earlier?: (name: string) => string | undefined;
    },
  ): ReadonlyMap<string, string> | undefined;
  readonly variable: (name: string) => string | undefined;
}

/** The model with each service's `env_file` under its `environment`, and its `label_file` under its labels. Throws what reading throws. */
export function withEnvFiles(model: MapNode, reading: EnvReading, quirks: ComposeQuirks): MapNode {
  const services = [...mapIn(model, "services")].map(
    ([name, service]) => [name, service.kind === "map" ? filled(service, reading, quirks) : service] as const,
  );
  const at = model.entries.get("services") ?? model;
  return withKeys(model, [["services", mapAt({ place: at.place }, services)]]);
}

function filled(service: MapNode, reading: EnvReading, quirks: ComposeQuirks): MapNode {
  const files = itemsIn(service, "env_file");
  const labelFiles = itemsIn(service, "label_file");
  const serviceEnv = pairsOf(service.entries.get("environment"));
  const fromFiles = new Map<string, ComposeNode>();
  const environment = new Map([...serviceEnv].filter(([, value]) => !isNull(value)));
  for (const file of files) {
    if (file.kind !== "map") continue;
    const path = textIn(file.entries.get("path")) ?? "";
    const required = file.entries.get("required");
    const fileVariables = reading.variables(path, file.place, {
      required: !(required?.kind === "scalar" && required.value === false),
      format: textIn(file.entries.get("format")) ?? "",
      earlier: (name) => valueIn(fromFiles.get(name)),
      lookup: (name) =>
        quirks.knowsOwnEnvironment
          ? (reading.variable(name) ?? valueIn(serviceEnv.get(name)))
          : (valueIn(fromFiles.get(name)) ?? reading.variable(name)),
    });
    for (const [key, value] of fileVariables ?? []) {
      const node = scalarAt({ place: file.place, from: [key] }, value);
      environment.set(key, node);
      fromFiles.set(key, node);
    }
  }
  for (const [key, value] of serviceEnv) environment.set(key, value);
  const labels = new Map<string, ComposeNode>();
  for (const file of labelFiles) {
    const lookup = (name: string) => valueIn(labels.get(name));
    const fileLabels = reading.variables(textIn(file) ?? "", file.place, { required: true, format: "", lookup });
    for (const [key, value] of fileLabels ?? []) labels.set(key, scalarAt({ place: file.place, from: [key] }, value));
  }
  for (const [key, value] of labelFiles.length === 0 ? [] : pairsOf(service.entries.get("labels")))
    labels.set(key, value);
  return withKeys(service, [
    ...(files.length === 0
      ? []
      : ([
          ["environment", mapAt({ place: service.place }, environment)],
          ["env_file", undefined],
        ] as const)),
    ...(labelFiles.length === 0
      ? []
      : ([
          ["labels", mapAt({ place: service.place }, labels)],
          ...(quirks.keepsLabelFiles ? [] : [["label_file", undefined] as const]),
        ] as const)),
  ]);
}

function valueIn(node: ComposeNode | undefined): string | undefined {
  return node?.kind === "scalar" && node.value !== null ? goText(node) : undefined;
}

function pairsOf(node: ComposeNode | undefined): Map<string, ComposeNode> {
  if (node?.kind === "map") return new Map(node.entries);
  if (node?.kind !== "list") return new Map();
  return new Map(
    node.items.flatMap((item): [string, ComposeNode][] => {
      const text = textIn(item);
      if (item.kind !== "scalar" || text === undefined) return [];
      const cut = text.indexOf("=");
      return [[cut === -1 ? text : text.slice(0, cut), { ...item, value: cut === -1 ? null : text.slice(cut + 1) }]];
    }),
  );
}
