import type { SpecEdits } from "../../../domain/container/spec-change.ts";
import type { WrittenValue } from "../../../domain/container/data-change.ts";
import { oncePer } from "../../../text/once-per.ts";
import { placeAt } from "../../../edits/yaml/at-offset.ts";
import { readManifestText, setAt, type Path } from "./container-place.ts";

interface Source {
  readonly file: string;
  readonly text: string;
}

interface PodOf {
  readonly spec: { readonly span: { readonly start: number } };
  /** Path of the spec in its document: `items[0].spec.template.spec`. */
  readonly pointer: string;
}

const read = oncePer(({ text }: Source) => readManifestText(text));

/** A pod-level key, in its spec. */
export function changePod(source: Source, { spec, pointer }: PodOf, keys: Path, value: WrittenValue): SpecEdits {
  const yaml = read(source);
  const hint = `write ${keys.join(".")} by hand in ${pointer}`;
  if ("refused" in yaml) return { refused: `${source.file}: ${yaml.refused}; ${hint}` };
  const document = placeAt(yaml, spec.span.start)?.document ?? 0;
  const podEdit = setAt({ file: source.file, yaml, document, path: stepsOf(pointer) }, keys, value);
  if ("refused" in podEdit) return { refused: `${podEdit.refused}; ${hint}` };
  const [first, ...more] = podEdit.edits;
  return first === undefined ? { refused: "it is said already" } : { edits: [first, ...more], data: podEdit.data };
}

/** `items[0].spec` -> `items`, 0, `spec`; keys on the path to a pod contain no dot. */
function stepsOf(pointer: string): Path {
  return pointer.split(".").flatMap((part): (string | number)[] => {
    const [, key = part, index] = /^(\w+)\[(\d+)\]$/.exec(part) ?? [];
    return index === undefined ? [key] : [key, Number(index)];
  });
}
