import { mapAt, scalarAt, type ComposeNode, type MapNode, type Plain, type ScalarNode } from "./compose-node.ts";
import { cleanPath } from "./clean-path.ts";
import { refuseAt } from "./refuse-at.ts";

export interface VolumeParts {
  readonly source: string;
  readonly target: string;
  readonly options: readonly string[];
}

/** `[SOURCE:]TARGET[:OPTIONS]`. One letter before a colon is a Windows drive, as in `c:\x`; `v:/v` is one path too. */
export function volumeParts(spec: string, at: ComposeNode): VolumeParts {
  if (spec === "") throw refuseAt(at.place, "invalid empty volume spec");
  if (spec.length <= 2) return { source: "", target: spec, options: [] };
  const parts: string[] = [];
  let buffer = "";
  for (const char of spec) {
    if (char === ":" && !/^\p{L}$/u.test(buffer)) {
      parts.push(buffer);
      buffer = "";
    } else buffer += char;
  }
  parts.push(buffer);
  if (parts.includes("")) throw refuseAt(at.place, `invalid spec: ${spec}: empty section between colons`);
  if (parts.length > 3) throw refuseAt(at.place, `invalid spec: ${spec}: too many colons`);
  const [first = "", second, options = ""] = parts;
  if (second === undefined) return { source: "", target: first, options: [] };
  return { source: first, target: second, options: options === "" ? [] : options.split(",") };
}

const propagations = new Set(["rprivate", "private", "rshared", "shared", "rslave", "slave"]);

/** The long form of a short one. Options that docker compose does not know it passes over without a word, and so does this. */
export function longVolume(node: ScalarNode): MapNode {
  const { source, target, options } = volumeParts(String(node.value), node);
  const scalarMap = (fields: Readonly<Record<string, Plain>>): MapNode =>
    mapAt(
      { place: node.place },
      Object.entries(fields).map(
        ([key, value]) => [key, scalarAt({ place: node.place, from: node.from }, value)] as const,
      ),
    );
  const last = (test: (option: string) => boolean): string | undefined => options.findLast(test);
  const propagation = last((option) => propagations.has(option));
  const selinux = last((option) => option === "z" || option === "Z");
  const isPath = /^[./~]|^\\\\|^\p{L}:/u.test(source);
  const bound = {
    ...(isPath && { create_host_path: true }),
    ...(propagation !== undefined && { propagation }),
    ...(selinux !== undefined && { selinux }),
  };
  const fields: Record<string, Plain> = {
    type: isPath ? "bind" : "volume",
    ...(source !== "" && { source }),
    target: cleanPath(target),
    ...(last((option) => option === "ro" || option === "rw") === "ro" && { read_only: true }),
  };
  // A path of one letter is parsed separately, which adds nothing.
  if (String(node.value).length <= 2) return { ...scalarMap(fields), tag: node.tag };
  const parts = [
    ...(isPath || Object.keys(bound).length > 0 ? [["bind", scalarMap(bound)] as const] : []),
    ...(isPath && !options.includes("nocopy")
      ? []
      : [["volume", scalarMap(options.includes("nocopy") ? { nocopy: true } : {})] as const]),
  ];
  return mapAt(node, [...scalarMap(fields).entries, ...parts]);
}
