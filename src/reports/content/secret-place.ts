import type { SecretFound } from "../../domain/image/image-info.ts";

/** `/app/key.pem:3 of layer 5, hidden by layer 6 but shipped`, `ENV DB_PASSWORD` */
export function secretPlace({ place }: SecretFound): string {
  switch (place.in) {
    case "file": {
      const hidden = place.hiddenBy === undefined ? "" : `, hidden by layer ${place.hiddenBy} and still shipped`;
      return `${place.path}:${place.line} of layer ${place.layer}${hidden}`;
    }
    case "history":
      return `step ${place.step} of the history${place.layer === undefined ? "" : `, layer ${place.layer}`}`;
    case "env":
      return `ENV ${place.name}`;
    case "label":
      return `LABEL ${place.name}`;
    case "command":
      return place.name;
  }
}
