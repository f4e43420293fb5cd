/**
 * Paragraphs of a control file (deb-control(5), deb822(5)), only with the fields that are wanted: names in lower case, each
 * continuation line after a line break, trimmed. A paragraph without any of them is left out.
 */
export function* paragraphs(text: string, fieldNames: ReadonlySet<string>): Generator<ReadonlyMap<string, string>> {
  let fields = new Map<string, string>();
  let current: string | undefined;
  for (const line of text.split("\n")) {
    if (line === "" || line.trim() === "") {
      if (fields.size > 0) yield fields;
      fields = new Map();
      current = undefined;
    } else if (line.startsWith(" ") || line.startsWith("\t")) {
      if (current !== undefined) fields.set(current, `${fields.get(current) ?? ""}\n${line.trim()}`);
    } else {
      const colon = line.indexOf(":");
      const name = line.slice(0, Math.max(colon, 0)).toLowerCase();
      current = fieldNames.has(name) ? name : undefined;
      if (current !== undefined) fields.set(current, line.slice(colon + 1).trim());
    }
  }
  if (fields.size > 0) yield fields;
}

/**
 * Names in a relationship field (deb-control(5)): `libc6 (>= 2.36), default-mta | mail-transport-agent, python3:any` without
 * versions and architectures, alternatives one after another, each name once.
 */
export function relationNames(...values: readonly (string | undefined)[]): readonly string[] {
  const names = new Set<string>();
  for (const value of values) {
    for (const relation of (value ?? "").split(/[,|]/)) {
      const name = /^\s*([A-Za-z0-9][A-Za-z0-9+.-]*)/.exec(relation)?.[1];
      if (name !== undefined) names.add(name);
    }
  }
  return [...names];
}
