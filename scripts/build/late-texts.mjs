import { relative, sep } from "node:path";
import { parseAst } from "rolldown/parseAst";

/** What a rule says of itself, which few calls ask for. */
const texts = new Set(["examples", "premise", "why"]);

/** Rules' texts are made when they are asked for, and not with each start: `why: "..."` becomes `get why() { return "..."; }`. */
export function lateTexts(folder) {
  return {
    name: "late-texts",
    transform(code, id) {
      const path = relative(folder, id);
      if (path.startsWith("..") || !path.includes(sep)) return null;
      let late = code;
      for (const { key, value, start, end } of propertiesIn(parseAst(code, { lang: "ts" }, id)).toReversed())
        late = `${late.slice(0, start)}get ${key.name}() { return ${late.slice(value.start, value.end)}; }${late.slice(end)}`;
      return { code: late };
    },
  };
}

/** Of the object that is given to `defineRule`. */
function propertiesIn({ body }) {
  return body.flatMap(({ type, declaration }) => {
    if (type !== "ExportDefaultDeclaration" || declaration.callee?.name !== "defineRule") return [];
    const [rule] = declaration.arguments;
    return rule.properties.filter(
      ({ type: kind, key, shorthand }) => kind === "Property" && !shorthand && texts.has(key.name),
    );
  });
}
