import { join } from "node:path";
import { traveller } from "../harness/traveller.ts";

const config = join(import.meta.dirname, "../../../examples/app-typescript/hullproof.yaml");

export default traveller(66, "examples/app-typescript", {
  image: "hullproof-matrix/app-typescript:1",
  flags: ["--config", config],
});
