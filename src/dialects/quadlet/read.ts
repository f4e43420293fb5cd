import type { Located, ContainerSpec, ContainerSpecs } from "../../domain/container/container-spec.ts";
import type { UnitFile } from "../../formats/quadlet/unit-file.ts";
import { lastValue, type UnitValue } from "../../formats/quadlet/unit-values.ts";
import { lastPart } from "../../text/cut.ts";
import { defined } from "../../text/defined.ts";
import { flagReader } from "../values/flag-reader.ts";
import { ofFlags } from "../run-line/read.ts";
import { quadletFlags } from "./unit-flags.ts";

/**
 * The container of a `.container` unit with its drop-ins merged; other units start no containers. `texts`: one per
 * file.
 */
export function ofQuadlet(unit: UnitFile, texts: ReadonlyMap<string, string>): ContainerSpecs {
  const group = unit.groups.get("Container");
  if (group === undefined) return { dialects: ["quadlet"], containers: [], texts };
  const run = quadletFlags(unit, texts);
  const { entrypoint, ...flags } = ofFlags(
    flagReader(run.flags, ({ file, key, name }) => ({
      file,
      text: texts.get(file) ?? "",
      pointer: `Container.${key}`,
      ...(key === "PodmanArgs" && { flag: `--${name}` }),
    })),
  );
  const type = lastValue(unit, "Service", "Type")?.value;
  const [first] = run.args;
  const last = run.args.at(-1);
  const command =
    first === undefined || last === undefined
      ? undefined
      : {
          ...toSaid(first, "Container.Exec"),
          value: run.args.map(({ value }) => value),
          at: { file: first.file, span: { start: first.span.start, end: last.span.end } },
        };
  const restart = lastValue(unit, "Service", "Restart");
  const container: ContainerSpec = {
    dialect: "quadlet",
    name: withoutContainer(lastPart(unit.file)),
    at: { file: unit.file, span: group.span },
    serves: type !== "oneshot",
    ...flags,
    ...defined({
      image: run.image && toSaid(run.image, "Container.Image"),
      command,
      entrypoint: entrypoint && { ...entrypoint, value: words(entrypoint.value) },
      restart: restart && toSaid(restart, "Service.Restart"),
    }),
    ...(run.unknownFlags && { unknown: "some of its PodmanArgs are not known" }),
  };
  return { dialects: ["quadlet"], containers: [container], texts };
}

function toSaid({ value, file, span, entry }: UnitValue, pointer: string): Located<string> {
  return { value, at: { file, span }, whole: { file, span: entry.span }, written: value, pointer };
}

function withoutContainer(name: string): string {
  return name.endsWith(".container") ? name.slice(0, -".container".length) : name;
}

/** Podman accepts a JSON list as well as one program. */
function words([text = "", ...rest]: readonly string[]): readonly string[] {
  const programWords = text === "" ? [] : [text];
  if (rest.length > 0 || !text.startsWith("[")) return [...programWords, ...rest];
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every((word) => typeof word === "string") ? list : programWords;
  } catch {
    return programWords;
  }
}
