import { objectOf, textOf } from "../json/values.ts";
import { writePurl } from "../purl/write-purl.ts";
import { badSbom } from "./bad-sbom.ts";
import { bareList } from "./bare-list.ts";
import type { SbomFormat } from "./sbom-format.ts";

/** `/opt/bitnami/.bitnami_components.json`: name -> `{"arch", "distro", "type": "NAMI", "version"}`. */
const bitnamiComponents: SbomFormat = {
  name: "Bitnami components",
  recognises: ({ json }) => {
    const [first] = json?.keys ?? [];
    return first !== undefined && textOf(objectOf(json?.value(first))["type"]) === "NAMI";
  },
  read({ name, json }) {
    if (json === undefined) throw badSbom(name, "it is not a JSON object");
    return bareList("Bitnami components", name, (entries) => {
      for (const key of json.keys) {
        const component = objectOf(json.value(key));
        if (textOf(component["type"]) !== "NAMI") continue;
        const version = textOf(component["version"]);
        const purl = writePurl("bitnami", undefined, key, version ?? "", {});
        entries.add({ name: key, version, purl, where: `#/${key.slice(0, 100)}` });
      }
    });
  },
};
export default bitnamiComponents;
