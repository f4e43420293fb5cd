import { absolute } from "./resolve-paths.ts";
import { itemsIn, mapIn, textIn, type ComposeNode, type MapNode } from "./compose-node.ts";
import { folderOf } from "./clean-path.ts";
import { includesOf } from "./includes-of.ts";
import { interpolateValues, type Lookup } from "./interpolate-values.ts";
import { isRemoteSource } from "./remote-source.ts";
import { readDocuments } from "./read-documents.ts";
import { quirksFor } from "./quirks.ts";
import { newestCompose } from "./compose-version.ts";

/** Which files a Compose file needs, and what it defines; paths are absolute. */
export interface Outline {
  readonly includes: readonly string[];
  readonly extended: readonly { readonly file: string; readonly service: string }[];
  readonly services: readonly string[];
  /** `services.web`, of services with an image or a build, and `networks.front`: definitions that other files of the project may use. */
  readonly defines: readonly string[];
  /** The same of what it may lack: services without an image or a build, and all that its services name. */
  readonly lacks: readonly string[];
}

const nothing: Outline = { includes: [], extended: [], services: [], defines: [], lacks: [] };
const tops = ["networks", "volumes", "secrets", "configs"];

/** Of a text that is no Compose file, nothing: the full reader reports why. `value`: the variables of its `.env`. */
export function outlineOf(text: string, file: string, value: Lookup["value"]): Outline {
  const quirks = quirksFor(newestCompose);
  const base = { folder: folderOf(file), home: undefined };
  try {
    const lookup: Lookup = { value, missing: () => {}, open: true };
    const documents = readDocuments(text, file, quirks).map(
      (document) => interpolateValues(document, lookup, quirks) as MapNode,
    );
    const services = documents.flatMap((document) => [...mapIn(document, "services")]);
    const isWhole = (service: ComposeNode): boolean =>
      service.kind === "map" && (service.entries.has("image") || service.entries.has("build"));
    return {
      includes: documents.flatMap((document) => includesOf(document, base).flatMap(({ paths }) => paths)),
      extended: services.flatMap(([, service]) => {
        const fields = service.kind === "map" ? mapIn(service, "extends") : new Map();
        const [fileName, of] = [textIn(fields.get("file")), textIn(fields.get("service"))];
        if (fileName === undefined || of === undefined || isRemoteSource(fileName)) return [];
        return [{ file: absolute(fileName, base), service: of }];
      }),
      services: services.map(([name]) => name),
      defines: [
        ...services.flatMap(([name, service]) => (isWhole(service) ? [`services.${name}`] : [])),
        ...documents.flatMap((document) =>
          tops.flatMap((top) => [...mapIn(document, top).keys()].map((name) => `${top}.${name}`)),
        ),
      ],
      lacks: services.flatMap(([name, service]) => [
        ...(isWhole(service) ? [] : [`services.${name}`]),
        ...(service.kind === "map" ? namedIn(service) : []),
      ]),
    };
  } catch {
    return nothing;
  }
}

function namedIn(service: MapNode): readonly string[] {
  return [...tops, "depends_on"].flatMap((top) => {
    const kind = top === "depends_on" ? "services" : top;
    const node = service.entries.get(top);
    if (node?.kind === "map") return [...node.entries.keys()].map((name) => `${kind}.${name}`);
    return itemsIn(service, top).flatMap((item) => {
      const text = item.kind === "map" ? textIn(item.entries.get("source")) : textIn(item)?.replace(/:.*$/s, "");
      return text === undefined ? [] : [`${kind}.${text}`];
    });
  });
}
