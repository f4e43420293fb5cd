import type { Located } from "../../../domain/container/container-spec.ts";
import type { Edited } from "../../../edits/yaml/edited.ts";
import { placeAt } from "../../../edits/yaml/at-offset.ts";
import type { YamlPlace } from "../../../edits/yaml/yaml-path.ts";
import { type NotEdited } from "../../../edits/yaml/yaml-text.ts";
import { everywhere, inPart, placeIn, valueIn, type ComposeEdit, type Service } from "./service.ts";
import type { Part } from "./project-parts.ts";
import { lineAt } from "../../../text/locate.ts";

/** An edit at the location of a setting: at its key or list item, on both sides of an include. */
export function atSaid(
  service: Service,
  { at }: Located<unknown>,
  edit: (part: Part, place: YamlPlace) => Edited,
): ComposeEdit | NotEdited {
  if (!("span" in at)) return { refused: "it stands in no text" };
  const yaml = service.project.texts.get(at.file);
  if (yaml === undefined) return { refused: `${at.file} was not read` };
  if ("refused" in yaml) return { refused: `${at.file}: ${yaml.refused}` };
  const place = placeAt(yaml, at.span.start);
  if (place === undefined)
    return { refused: `${at.file}: there is nothing at line ${lineAt(yaml.text, at.span.start)}` };
  const [section, name] = place.path;
  const location = `${at.file}:${lineAt(yaml.text, at.span.start)}`;
  if (section !== "services" || typeof name !== "string")
    return {
      refused: `${location}: it is said in ${place.path.slice(0, 2).join(".")}, from where others may take it too`,
    };
  const keys = whole(place.path.slice(2));
  const holds = ({ file, document, name: partName }: Part): boolean =>
    file === at.file && document === place.document && partName === name;
  const isDirect = service.written.flat().some(holds);
  if (!isDirect) {
    const parent = service.parents.find(holds);
    if (parent === undefined) return { refused: `${location}: it is said in service ${name}, which is another one` };
    return inPart(parent, (part) => edit(part, placeIn(part, keys)));
  }
  return everywhere(service, (parts) => {
    const holder =
      parts.find(holds) ??
      parts.findLast((part) => valueIn(part, keys.filter((key) => typeof key === "string").map(String)) !== undefined);
    return inPart(holder, (part) => edit(part, placeIn(part, keys)));
  });
}

/** A list item and a limit of `ulimits` are edited as a whole. */
function whole(path: readonly (string | number)[]): readonly (string | number)[] {
  const item = path.findIndex((step) => typeof step === "number");
  if (item !== -1) return path.slice(0, item + 1);
  return path[0] === "ulimits" ? path.slice(0, 2) : path;
}
